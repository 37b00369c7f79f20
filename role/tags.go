package role

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

// Limits of IAM on tags, in characters.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
const (
	MaxTags     = 50
	MaxTagKey   = 128
	MaxTagValue = 256
)

var tagCharacters = lazyregexp.New(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

// validateTags checks the tags of a role against IAM's rules.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
func validateTags(faults *fault.List, tags map[string]string) {
	const option = "Role.Tags"
	if len(tags) > MaxTags {
		faults.Add(option, "", "are "+strconv.Itoa(len(tags))+", and a role has "+strconv.Itoa(MaxTags)+" at most", "leave some out")
	}
	spelling := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		// IAM keeps the case of a key, but knows it without.
		lower := strings.ToLower(key)
		switch before, again := spelling[lower]; {
		case key == "":
			faults.Add(option, "", "has a tag without a key", "write KEY=VALUE")
		case again:
			faults.Add(option, key, "is the key "+strconv.Quote(before)+" in another case, which IAM does not distinguish", "leave one of them out")
		case strings.HasPrefix(lower, "aws:"):
			faults.Add(option, key, `begins with "aws:", which is AWS's own`, "choose another key")
		default:
			validateTagText(faults, option, key, MaxTagKey)
		}
		validateTagText(faults, option+"."+key, tags[key], MaxTagValue)
		spelling[lower] = key
	}
}

func validateTagText(faults *fault.List, option, text string, limit int) {
	literal := token.Without(text)
	if n := utf8.RuneCountInString(literal); n > limit {
		faults.Add(option, text, "has "+strconv.Itoa(n)+" characters", "shorten it to "+strconv.Itoa(limit)+" at most")
	}
	if !tagCharacters.MatchString(literal) {
		faults.Add(option, text, "has characters that IAM does not allow in a tag", "use letters, digits, spaces and _.:/=+-@")
	}
}
