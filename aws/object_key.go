package aws

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// MaxKeyBytes is the longest object key, and so the longest prefix, in bytes
// of UTF-8.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MaxKeyBytes = 1024

// CheckKeyBeginning adds a fault for each rule of object keys and of policy
// documents that the beginning of keys breaks. Wildcards are the caller's.
func CheckKeyBeginning(faults *fault.List, option, prefix string) {
	add := func(problem, remedy string) { faults.Add(option, prefix, problem, remedy) }
	literal := token.Without(prefix)
	// A token before the slash may hold the first directory.
	if strings.HasPrefix(prefix, "/") {
		remedy := "leave it unset for the whole bucket"
		if rest := strings.TrimLeft(prefix, "/"); rest != "" {
			remedy = "write " + strconv.Quote(rest)
		}
		add("begins with \"/\", so it matches no object key", remedy)
	}
	if strings.Contains(literal, "${") {
		add("holds \"${\", which begins an IAM policy variable", "write the value itself")
	}
	if len(literal) > MaxKeyBytes {
		add("has "+strconv.Itoa(len(literal))+" bytes", "an object key has 1,024 at most")
	}
	if !utf8.ValidString(literal) {
		add("is not UTF-8", "object keys are UTF-8")
		return
	}
	if strings.ContainsFunc(literal, unicode.IsControl) {
		add("holds a control character", "leave it out")
	}
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	if i := strings.IndexFunc(literal, func(r rune) bool { return r > unicode.MaxLatin1 }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(literal[i:])
		add("holds "+strconv.Quote(string(r))+", and a policy document can only hold the characters of Latin-1", "let the prefix end before it, or use other keys")
	}
}
