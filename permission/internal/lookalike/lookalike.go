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
func Names(all *fault.Notices, id, option string, list []string, continued string) {
	for option, name := range fault.Each(option, list) {
		Name(all, id, option, name, continued)
	}
}

// Name is Names of one pattern.
func Name(all *fault.Notices, id, option, name, continued string) {
	if beginning, isPattern := strings.CutSuffix(name, "*"); isPattern && EndsInsideName(beginning) {
		all.Warn(id, "{"+option+"} "+strconv.Quote(name)+" covers look-alikes such as "+
			strconv.Quote(beginning+"evil")+"; write "+strconv.Quote(beginning+continued)+" unless names really go on so")
	}
}

// Prefix reports a prefix of keys that other names may continue, and what may
// happen to them: "the publisher may also write to".
func Prefix(all *fault.Notices, id, option, prefix, may string) {
	if EndsInsideName(prefix) {
		all.Warn(id, "{"+option+"} "+strconv.Quote(prefix)+` does not end with "/", so `+may+" look-alikes such as "+strconv.Quote(prefix+"-evil/")+
			"; write "+strconv.Quote(prefix+"/")+" unless keys really continue the name")
	}
}

// EndsInsideName reports whether a prefix ends in a letter or digit, which
// another name may continue. The end of a token can't be seen.
func EndsInsideName(prefix string) bool {
	last, _ := utf8.DecodeLastRuneInString(prefix)
	return unicode.IsLetter(last) || unicode.IsDigit(last)
}
