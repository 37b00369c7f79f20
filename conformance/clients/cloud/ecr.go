package cloud

import "net/http"

type ecr struct{ cloud *Cloud }

func newECR(c *Cloud) *ecr { return &ecr{c} }

func (e *ecr) api(w http.ResponseWriter, r *http.Request)      { http.Error(w, "not yet", 501) }
func (e *ecr) registry(w http.ResponseWriter, r *http.Request) { http.Error(w, "not yet", 501) }
