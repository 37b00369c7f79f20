package cipublisher

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/option"
)

// reportedMissing are the options that the core reports when they are empty.
var reportedMissing = []string{"PolicyName", "S3.BucketName", "CodeArtifact.DomainName"}

// fill gives the options of a table what the props say. What takes a construct
// or a duration is left to those who know it. A text that is set to nothing is a
// fault where the core would take it for unset.
func fill(faults *fault.List, table option.Table, props any) {
	for _, o := range table {
		if o.PropPath() == "" {
			continue
		}
		value, ok := prop.Get(props, o.PropPath(), o.Type())
		if !ok {
			continue
		}
		if value == "" && !slices.Contains(reportedMissing, o.Path) {
			faults.Add(o.PropPath(), "", "is empty", "leave it unset for the default")
			continue
		}
		o.Put(value)
	}
}
