package audit

import (
	"bytes"
	"encoding/json"
)

// jsonReport writes a report for programs.
func jsonReport(r Report, _ Style) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		panic(err) // texts and numbers are always JSON
	}
	return b.String()
}
