// Package lookalike finds names and prefixes that other names may continue:
// "team/app*" is "team/app-evil" too.
package lookalike

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
)

// Names reports the patterns of a list that other names may continue, under a
// notice's id and the path of the list; continued is how a pattern goes on that
// keeps to the names meant.
func Names(id, option string, list []string, continued string) []fault.Notice {
	var all []fault.Notice
	for i, name := range list {
		all = append(all, Name(id, option+"["+strconv.Itoa(i)+"]", name, continued)...)
	}
	return all
}

// Name is Names of one pattern.
func Name(id, option, name, continued string) []fault.Notice {
	beginning, isPattern := strings.CutSuffix(name, "*")
	if !isPattern || !EndsInsideName(beginning) {
		return nil
	}
	return []fault.Notice{{ID: id, Text: "{" + option + "} " + strconv.Quote(name) + " covers look-alikes such as " +
		strconv.Quote(beginning+"evil") + "; write " + strconv.Quote(beginning+continued) + " unless names really go on so"}}
}

// EndsInsideName reports whether a prefix ends in a letter or digit, which
// another name may continue. The end of a token can't be seen.
func EndsInsideName(prefix string) bool {
	last, _ := utf8.DecodeLastRuneInString(prefix)
	return unicode.IsLetter(last) || unicode.IsDigit(last)
}
