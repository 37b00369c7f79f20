package report

import (
	"github.com/cipublisher/cipublisher/internal/yamljson"
	"github.com/cipublisher/cipublisher/review"
)

// holdersYAML and changesYAML write what the same reports in JSON say.
func holdersYAML(s Style, holders []review.Holder) string { return asYAML(holdersJSON(s, holders)) }

func changesYAML(s Style, changes []review.Change) string { return asYAML(changesJSON(s, changes)) }

func asYAML(text string) string {
	written, err := yamljson.FromJSON(text)
	if err != nil {
		panic(err) // reports are always JSON
	}
	return written
}
