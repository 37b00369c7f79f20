package cipublisher

import (
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
)

// wholeDays returns a number of days. The core takes whole days, and 0 for any
// number, so that neither passes for a limit; a token is no number either.
func wholeDays(faults *fault.List, option string, days float64) int {
	if whole := int(days); float64(whole) == days && whole > 0 {
		return whole
	}
	faults.Add(option, strconv.FormatFloat(days, 'g', -1, 64), "is not a whole number of days", "set it to one or more, or leave it unset")
	return 0
}
