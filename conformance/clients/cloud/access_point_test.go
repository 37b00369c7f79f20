package cloud

import (
	"net/http"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// The access point and the bucket behind it must both permit a request, which the
// identity policy names by the access point.
func TestAccessPoints(t *testing.T) {
	const (
		point  = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"
		object = "https://releases-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/a/b.txt"
		direct = "https://acme-dist.s3.eu-west-1.amazonaws.com/a/b.txt"
	)
	uploads := func(resource string) policy.Statement {
		return policy.Statement{Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{resource}}
	}
	behind := uploads("arn:aws:s3:::acme-dist/a/*")
	behind.Principal = &policy.Principal{AWS: []string{RoleARN}}
	behind.Conditions = policy.Conditions{"StringEquals": {"s3:DataAccessPointArn": {point}}}
	delegated, elsewhere := policy.New(behind), policy.New()
	for _, test := range []struct {
		name, resource, address string
		bucket                  *policy.Document
		want                    int
	}{
		{"both permit it", point + "/object/a/*", object, &delegated, http.StatusOK},
		{"the bucket has no policy", point + "/object/a/*", object, nil, http.StatusForbidden},
		{"the bucket says nothing of it", point + "/object/a/*", object, &elsewhere, http.StatusForbidden},
		{"the identity policy names the bucket", "arn:aws:s3:::acme-dist/a/*", object, &delegated, http.StatusForbidden},
		{"the identity policy names the key without object", point + "/a/*", object, &delegated, http.StatusForbidden},
		{"the bucket itself", point + "/object/a/*", direct, &delegated, http.StatusForbidden},
		{"another access point", point + "/object/a/*", "https://others-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/a/b.txt", &delegated, http.StatusBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			account, client := started(t, uploads(test.resource))
			if err := account.Bucket("acme-dist", false); err != nil {
				t.Fatal(err)
			}
			account.AccessPoint("releases", "acme-dist", test.bucket)
			if code, body := send(t, client, "PUT", test.address, signed("s3"), "x"); code != test.want {
				t.Errorf("%d, want %d: %s", code, test.want, body)
			}
		})
	}
}
