// Package awsstub stands for AWS in tests: a server on this machine that answers
// the checks of IAM Access Analyzer and the simulator of IAM in the shapes of
// their API references. It decides with this module's own evaluator, so that it
// agrees, unless a test plants another answer. It says nothing about what AWS
// answers.
package awsstub

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// Stub is a server that stands for AWS.
type Stub struct {
	mutex sync.Mutex
	asked []Asked
	// Findings are what ValidatePolicy finds in every document.
	Findings []Finding
	// NewAccess is the result of CheckNoNewAccess in place of ours.
	NewAccess string
	// Granted are actions that CheckAccessNotGranted takes for granted, and
	// NotGranted those that it does not, whatever the policy says.
	Granted, NotGranted []string
	// Decide returns the simulator's decision in place of ours; empty is ours.
	Decide func(action, resource string) string
	// Refuse returns the code of an error that answers a request; empty is none.
	Refuse func(Asked) string
}

// Finding is one of ValidatePolicy.
type Finding struct{ Type, Code, Details string }

// Asked is a request.
type Asked struct {
	// Action is the IAM action of the operation, such as "iam:SimulateCustomPolicy".
	Action string
	// Actions are the actions that it asks about, and Body all of it.
	Actions []string
	Body    string
	// PolicyType and ResourceType are those of Access Analyzer's requests.
	PolicyType, ResourceType string
	// Region is where the request was signed for.
	Region string
}

// Use starts a server and has the SDK of this process, and of those that it
// starts, ask it until the test ends.
func Use(t *testing.T, s *Stub) *Stub {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_PROFILE": "", "AWS_REGION": "", "AWS_SESSION_TOKEN": "", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	return s
}

// Asked returns every request so far.
func (s *Stub) Asked() []Asked {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.asked)
}

// IAMActions are the actions of the requests, each once, sorted.
func (s *Stub) IAMActions() []string {
	var all []string
	for _, a := range s.Asked() {
		all = append(all, a.Action)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// analyzerRequest has the members of the requests of Access Analyzer that are
// answered here.
type analyzerRequest struct {
	PolicyDocument, ExistingPolicyDocument, NewPolicyDocument string
	PolicyType, ValidatePolicyResourceType                    string
	Access                                                    []struct{ Actions []string }
}

// operations of Access Analyzer by path.
//
// https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Operations.html
var operations = map[string]string{
	"/policy/validation": "ValidatePolicy", "/policy/check-no-new-access": "CheckNoNewAccess", "/policy/check-access-not-granted": "CheckAccessNotGranted",
}

func (s *Stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") {
		http.Error(w, "the request is not signed", http.StatusForbidden)
		return
	}
	region := strings.Split(r.Header.Get("Authorization"), "/")[2]
	if operation := operations[r.URL.Path]; operation != "" {
		s.analyze(w, r, operation, region)
		return
	}
	if err := r.ParseForm(); err != nil || r.Form.Get("Action") != "SimulateCustomPolicy" {
		http.Error(w, "no such operation here", http.StatusNotImplemented)
		return
	}
	asked := Asked{Action: "iam:SimulateCustomPolicy", Actions: members(r.Form, "ActionNames"), Body: r.Form.Encode(), Region: region}
	s.asked = append(s.asked, asked)
	if code := s.refusal(asked); code != "" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>as planted</Message></Error><RequestId>1</RequestId></ErrorResponse>", code)
		return
	}
	s.simulate(w, r.Form, asked.Actions)
}

func (s *Stub) refusal(asked Asked) string {
	if s.Refuse == nil {
		return ""
	}
	return s.Refuse(asked)
}

func (s *Stub) analyze(w http.ResponseWriter, r *http.Request, operation, region string) {
	var input analyzerRequest
	if err := json.NewDecoder(r.Body).Decode(&input); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	asked := Asked{Action: "access-analyzer:" + operation, PolicyType: input.PolicyType, ResourceType: input.ValidatePolicyResourceType, Region: region}
	for _, access := range input.Access {
		asked.Actions = append(asked.Actions, access.Actions...)
	}
	s.asked = append(s.asked, asked)
	w.Header().Set("Content-Type", "application/json")
	if code := s.refusal(asked); code != "" {
		w.Header().Set("X-Amzn-Errortype", code)
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"message":"as planted"}`)
		return
	}
	answer := map[string]any{}
	switch operation {
	case "ValidatePolicy":
		list := []map[string]any{}
		for _, f := range s.Findings {
			list = append(list, map[string]any{"findingType": f.Type, "issueCode": f.Code, "findingDetails": f.Details, "learnMoreLink": "https://docs.aws.amazon.com/", "locations": []any{}})
		}
		answer["findings"] = list
	case "CheckNoNewAccess":
		gained := len(policy.Compare([]policy.Document{read(input.ExistingPolicyDocument)}, []policy.Document{read(input.NewPolicyDocument)}).Gained) > 0
		answer["result"] = result(!gained)
		if s.NewAccess != "" {
			answer["result"] = s.NewAccess
		}
		answer["message"], answer["reasons"] = "as the stub says", []any{}
	case "CheckAccessNotGranted":
		granted := slices.ContainsFunc(asked.Actions, func(action string) bool { return s.granted(input.PolicyDocument, action) })
		answer["result"], answer["message"], answer["reasons"] = result(!granted), "as the stub says", []any{}
	}
	content, _ := json.Marshal(answer)
	_, _ = w.Write(content)
}

// granted reports whether an action is allowed on anything by the statements
// alone.
func (s *Stub) granted(document, action string) bool {
	switch {
	case slices.Contains(s.Granted, action):
		return true
	case slices.Contains(s.NotGranted, action):
		return false
	}
	for _, statement := range read(document).Statements {
		statement.Conditions, statement.Resources, statement.NotResources = nil, []string{"*"}, nil
		if decision, err := policy.New(statement).Evaluate(policy.Request{Action: action, Resource: "*"}); err == nil && decision.Allowed() {
			return true
		}
	}
	return false
}

func result(passes bool) string {
	if passes {
		return "PASS"
	}
	return "FAIL"
}

// simulate answers as IAM does.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
func (s *Stub) simulate(w http.ResponseWriter, form url.Values, actions []string) {
	var documents []policy.Document
	for _, d := range members(form, "PolicyInputList") {
		documents = append(documents, read(d))
	}
	context := policy.Context{}
	for i := 1; form.Has(fmt.Sprintf("ContextEntries.member.%d.ContextKeyName", i)); i++ {
		entry := fmt.Sprintf("ContextEntries.member.%d.", i)
		context[form.Get(entry+"ContextKeyName")] = members(form, entry+"ContextKeyValues")
	}
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprint(w, "<SimulateCustomPolicyResponse><SimulateCustomPolicyResult><EvaluationResults>")
	for _, action := range actions {
		for _, resource := range members(form, "ResourceArns") {
			decision, _ := policy.Evaluate(documents, policy.Request{Action: action, Resource: resource, Context: context})
			decided := map[policy.Outcome]string{policy.Allowed: "allowed", policy.ExplicitlyDenied: "explicitDeny", policy.ImplicitlyDenied: "implicitDeny"}[decision.Outcome]
			if s.Decide != nil {
				if planted := s.Decide(action, resource); planted != "" {
					decided = planted
				}
			}
			fmt.Fprintf(w, "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision><EvalResourceName>%s</EvalResourceName><MatchedStatements/><MissingContextValues/></member>", escaped(action), decided, escaped(resource))
		}
	}
	fmt.Fprint(w, "</EvaluationResults><IsTruncated>false</IsTruncated></SimulateCustomPolicyResult></SimulateCustomPolicyResponse>")
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// members are the values of a list in the query protocol.
func members(form url.Values, name string) (all []string) {
	for i := 1; form.Has(fmt.Sprintf("%s.member.%d", name, i)); i++ {
		all = append(all, form.Get(fmt.Sprintf("%s.member.%d", name, i)))
	}
	return all
}

func read(document string) policy.Document {
	d, err := policy.Parse([]byte(document))
	if err != nil {
		panic(err) // what is sent has been read before
	}
	return d
}
