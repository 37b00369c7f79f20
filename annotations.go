package cipublisher

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

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
