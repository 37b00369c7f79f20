package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// annotate shows a notice at synthesis: a warning that users can acknowledge
// by its id, or a note.
func annotate(scope constructs.IConstruct, notice fault.Notice) {
	if notice.Note {
		awscdk.Annotations_Of(scope).AddInfo(jsii.String(notice.String()))
		return
	}
	awscdk.Annotations_Of(scope).AddWarningV2(jsii.String("cipublisher:"+notice.ID), jsii.String(notice.String()))
}
