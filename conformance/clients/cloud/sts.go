package cloud

import "net/http"

func (c *Cloud) sts(w http.ResponseWriter, r *http.Request) {
	c.request()
	c.unknown("STS: %s %s", r.Method, r.URL)
	http.Error(w, "not yet", http.StatusNotImplemented)
}
