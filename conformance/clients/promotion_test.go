package clients

import (
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// Where a tag is required, "aws s3 cp" from a bucket to another is refused: it takes
// the tags of the source, and names none in the request.
func TestACopyNamesNoTags(t *testing.T) {
	c := clientOf(t, "AWS CLI, promotion with a required tag")
	require(t, sourceOf(t, c.name))
	copied := operation{"aws s3 cp s3://acme-staging/candidates/1.2.3-rc.1/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small}}
	got := runOperation(t, c, copied, bySigningIn, []policy.Document{documented(c)})
	if got.failed == nil {
		t.Fatal("it is not refused")
	}
	refused := got.trace.Checks[len(got.trace.Checks)-1]
	if refused.Action != "s3:PutObjectTagging" || refused.Allowed || refused.Context["s3:RequestObjectTag/Release"] != nil {
		t.Errorf("refused: %+v\n%s", refused, got.output)
	}
}
