package live_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// stub stands for AWS on this machine: it answers an operation of the query
// protocol with what the test says, and keeps what was asked.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/programming.html
type stub struct {
	*httptest.Server
	mutex sync.Mutex
	asked []url.Values
	// signed is true for each request that was signed.
	signed []bool
	// authorization is the header of the last one.
	authorization string
}

// answers are by operation; each request takes the next one, and the last again
// and again.
func newStub(t *testing.T, answers map[string][]string) *stub {
	t.Helper()
	s := &stub{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if err := r.ParseForm(); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.asked = append(s.asked, r.Form)
		s.signed = append(s.signed, r.Header.Get("Authorization") != "")
		s.authorization = r.Header.Get("Authorization")
		operation := r.Form.Get("Action")
		list := answers[operation]
		if len(list) == 0 {
			http.Error(w, "no such operation here: "+operation, http.StatusNotImplemented)
			return
		}
		if len(list) > 1 {
			answers[operation] = list[1:]
		}
		w.Header().Set("Content-Type", "text/xml")
		if len(list[0]) > 6 && list[0][:6] == "<Error" {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, "<ErrorResponse>%s<RequestId>1</RequestId></ErrorResponse>", list[0])
			return
		}
		fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", operation, list[0])
	}))
	t.Cleanup(s.Close)
	t.Setenv("AWS_ENDPOINT_URL", s.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
	t.Setenv("AWS_CONFIG_FILE", "/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", "/none")
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_PROFILE", "")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return s
}

// operations are those that were asked for, each once, sorted.
func (s *stub) operations() []string {
	var list []string
	for _, form := range s.asked {
		list = append(list, form.Get("Action"))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func failure(code, message string) string {
	return "<Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message + "</Message></Error>"
}
