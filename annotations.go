package cipublisher

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// annotate shows notices at synthesis: each warning by itself, so that users
// can acknowledge it by its id, and the notes as one. A note that holds for
// many publishers of a stack is shown at the first of them: a thousand times
// the same line helps nobody, and each costs two kernel calls.
func (h *home) annotate(publisher constructs.IConstruct, notices []fault.Notice) {
	var warnings []fault.Notice
	var notes []string
	for _, notice := range notices {
		switch text := notice.String(); {
		case !notice.Note:
			warnings = append(warnings, notice)
		case !h.noted[text]:
			h.noted[text] = true
			notes = append(notes, text)
		}
	}
	if len(warnings)+len(notes) == 0 {
		return
	}
	annotations := awscdk.Annotations_Of(publisher)
	for _, warning := range warnings {
		annotations.AddWarningV2(jsii.String("cipublisher:"+warning.ID), jsii.String(warning.String()))
	}
	if len(notes) > 0 {
		annotations.AddInfo(jsii.String(strings.Join(notes, "\n")))
	}
}
