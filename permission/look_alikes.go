package permission

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// lookAlikeNames reports patterns that other names may continue; continued is
// how a pattern goes on that keeps to the names meant.
func lookAlikeNames(id, option string, list []string, continued string) []fault.Notice {
	var all []fault.Notice
	for i, name := range list {
		all = append(all, lookAlikes(id, option+"["+strconv.Itoa(i)+"]", name, continued)...)
	}
	return all
}

// lookAlikes reports one pattern that other names may continue.
func lookAlikes(id, option, name, continued string) []fault.Notice {
	beginning, isPattern := strings.CutSuffix(name, "*")
	if !isPattern || !endsInsideName(beginning) {
		return nil
	}
	return []fault.Notice{{ID: id, Text: "{" + option + "} " + strconv.Quote(name) + " covers look-alikes such as " +
		strconv.Quote(beginning+"evil") + "; write " + strconv.Quote(beginning+continued) + " unless names really go on so"}}
}
