package cloud

import (
	"encoding/json"
	"net/http"

	"github.com/cipublisher/cipublisher/policy"
)

// bootstrapVersion is the version of the bootstrap that the account has had.
const (
	bootstrapVersionParameter = "/cdk-bootstrap/hnb659fds/version"
	bootstrapVersion          = "30"
)

// ssm answers the one question that deployments have: which version the
// bootstrap is of.
//
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
func (c *Cloud) ssm(w http.ResponseWriter, r *http.Request) {
	c.request()
	signer, known := c.signer(r.Header.Get("Authorization"))
	if !known {
		failJSON(w, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	var input struct{ Name string }
	if err := json.NewDecoder(r.Body).Decode(&input); err != nil {
		failJSON(w, http.StatusBadRequest, "SerializationException", err.Error())
		return
	}
	if r.Header.Get("X-Amz-Target") != "AmazonSSM.GetParameter" {
		c.unknown("SSM: %s", r.Header.Get("X-Amz-Target"))
		failJSON(w, http.StatusNotImplemented, "InternalFailure", "no such operation here")
		return
	}
	if refused := c.authorizeAs(signer, Check{
		Call: "GetParameter", Action: "ssm:GetParameter", Resource: "arn:" + Partition + ":ssm:" + Region + ":" + AccountID + ":parameter" + input.Name,
		Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html",
	}); refused != nil {
		failJSON(w, http.StatusBadRequest, "AccessDeniedException", refused.refusal())
		return
	}
	if input.Name != bootstrapVersionParameter {
		failJSON(w, http.StatusBadRequest, "ParameterNotFound", "")
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(map[string]any{"Parameter": map[string]any{"Name": input.Name, "Type": "String", "Value": bootstrapVersion, "Version": 1}})
}
