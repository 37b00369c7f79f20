package cloud

import "net/http"

type codeArtifact struct{ cloud *Cloud }

func newCodeArtifact(c *Cloud) *codeArtifact { return &codeArtifact{c} }

func (c *codeArtifact) api(w http.ResponseWriter, r *http.Request) { http.Error(w, "not yet", 501) }
func (c *codeArtifact) endpoint(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "not yet", 501)
}
