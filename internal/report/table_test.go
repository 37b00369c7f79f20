package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func TestGrantTable(t *testing.T) {
	long := "service:" + strings.Repeat("Action", 8)
	got := grantTable(false, []review.Grant{
		{Store: "S3", Effect: policy.Allow, Actions: []review.Action{{Name: "s3:GetObject"}}, Resources: []string{"*"}, Conditions: []string{"a is b", "c is d"}},
		{Store: "other", Effect: policy.Deny, Actions: []review.Action{{Name: long}}, Principals: []string{"everybody"}},
		{Store: "S3", Effect: policy.Deny, Actions: []review.Action{{Name: "s3:PutObject"}}, Resources: []string{"x"}},
	})
	assert.Equal(t, `S3
  EFFECT  ACTION        RESOURCE, CONDITION
  allow   s3:GetObject  *
                        if a is b
                        and c is d
  deny    s3:PutObject  x

other
  EFFECT  ACTION                                PRINCIPAL
  deny    service:                              everybody
            ActionActionActionActionActionActi
            onActionAction
`, got)
}

func TestTrustTable(t *testing.T) {
	got := trustTable(false, []review.Grant{{
		Effect: policy.Allow, Principals: []string{"issuer"}, Actions: []review.Action{{Name: "sts:AssumeRoleWithWebIdentity"}}, Conditions: []string{"sub is x"},
	}})
	assert.Equal(t, `  EFFECT  PRINCIPAL, ACTION, CONDITION
  allow   issuer
          by sts:AssumeRoleWithWebIdentity
          if sub is x
`, got)
}
