package cipublisher

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// annotate shows the notices of a publisher. A note that holds for many
// publishers of a stack is shown at the first of them: a thousand times the
// same line helps nobody, and each costs two kernel calls.
func (h *home) annotate(publisher constructs.IConstruct, notices []fault.Notice) {
	var fresh []fault.Notice
	for _, notice := range notices {
		text := notice.String()
		if notice.Note && h.noted[text] {
			continue
		}
		h.noted[text] = true
		fresh = append(fresh, notice)
	}
	annotate(publisher, fresh)
}

// annotate shows notices at synthesis: each warning by itself, so that users
// can acknowledge it by its id, and the notes as one, to save kernel calls.
func annotate(scope constructs.IConstruct, notices []fault.Notice) {
	if len(notices) == 0 {
		return
	}
	annotations := awscdk.Annotations_Of(scope)
	var notes []string
	for _, notice := range notices {
		if notice.Note {
			notes = append(notes, notice.String())
			continue
		}
		annotations.AddWarningV2(jsii.String("cipublisher:"+notice.ID), jsii.String(notice.String()))
	}
	if len(notes) > 0 {
		annotations.AddInfo(jsii.String(strings.Join(notes, "\n")))
	}
}
