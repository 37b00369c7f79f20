package cloud

import (
	"encoding/xml"
	"net/http"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/policy"
)

// stacks answers requests to CloudFormation, as far as a deployment makes some.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
type stacks struct {
	cloud *Cloud
	mutex sync.Mutex
	all   map[string]*stack
}

// stack is a stack, and the change set that is there to be executed.
type stack struct {
	status, change string
}

func (s *stacks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.cloud.request()
	signer, known := s.cloud.signer(r.Header.Get("Authorization"))
	if err := r.ParseForm(); err != nil || !known {
		failQuery(w, http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
		return
	}
	action, name := r.Form.Get("Action"), r.Form.Get("StackName")
	if path, isARN := strings.CutPrefix(name, "arn:"); isARN {
		name = strings.Split(path, "/")[1]
	}
	if refused := s.cloud.authorizeAs(signer, Check{
		Call: action, Action: "cloudformation:" + action, Resource: stackARN(name), Context: policy.Context{"aws:SecureTransport": {"true"}},
		Source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_" + action + ".html",
	}); refused != nil {
		failQuery(w, http.StatusForbidden, "AccessDenied", refused.refusal())
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.answer(w, r, action, name)
}

// answer does what an operation does, once it is authorized. What is no case is
// unknown.
func (s *stacks) answer(w http.ResponseWriter, r *http.Request, action, name string) {
	there := s.all[name]
	switch action {
	case "CreateChangeSet":
		if there == nil {
			there = &stack{status: "REVIEW_IN_PROGRESS"}
			s.all[name] = there
		}
		there.change = r.Form.Get("ChangeSetName")
		s.write(w, action, changeSet{ID: changeSetARN(there.change), StackID: stackARN(name)})
		return
	case "DescribeStacks", "DescribeStackEvents", "DescribeChangeSet", "ExecuteChangeSet", "DescribeEvents", "GetTemplate":
	default:
		s.cloud.unknown("CloudFormation: %s", action)
		failQuery(w, http.StatusNotImplemented, "InvalidAction", "no such operation here: "+action)
		return
	}
	if there == nil {
		failQuery(w, http.StatusBadRequest, "ValidationError", "Stack with id "+name+" does not exist")
		return
	}
	switch action {
	case "DescribeStacks":
		s.write(w, action, described{ID: stackARN(name), Name: name, Status: there.status, Created: "2026-01-01T00:00:00Z"})
	case "DescribeChangeSet":
		s.write(w, action, changeSet{ID: changeSetARN(there.change), Name: there.change, StackID: stackARN(name), StackName: name,
			Status: "CREATE_COMPLETE", Execution: "AVAILABLE", Change: "Resource"})
	case "ExecuteChangeSet":
		there.status, there.change = "CREATE_COMPLETE", ""
		s.write(w, action, struct{}{})
	case "GetTemplate":
		s.write(w, action, struct {
			Body string `xml:"TemplateBody"`
		}{"{}"})
	default: // events: none
		s.write(w, action, struct{}{})
	}
}

type changeSet struct {
	ID        string `xml:"Id,omitempty"`
	Name      string `xml:"ChangeSetName,omitempty"`
	StackID   string `xml:"StackId"`
	StackName string `xml:",omitempty"`
	Status    string `xml:",omitempty"`
	Execution string `xml:"ExecutionStatus,omitempty"`
	Change    string `xml:"Changes>member>Type,omitempty"`
}

type described struct {
	ID      string `xml:"Stacks>member>StackId"`
	Name    string `xml:"Stacks>member>StackName"`
	Status  string `xml:"Stacks>member>StackStatus"`
	Created string `xml:"Stacks>member>CreationTime"`
}

// write answers in the form of the query protocol.
//
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#response-serialization
func (s *stacks) write(w http.ResponseWriter, action string, result any) {
	const namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
	w.Header().Set("Content-Type", "text/xml")
	encoder := xml.NewEncoder(w)
	response := xml.StartElement{Name: xml.Name{Local: action + "Response"}, Attr: []xml.Attr{{Name: xml.Name{Local: "xmlns"}, Value: namespace}}}
	_ = encoder.EncodeToken(response)
	_ = encoder.EncodeElement(result, xml.StartElement{Name: xml.Name{Local: action + "Result"}})
	_ = encoder.EncodeToken(response.End())
	_ = encoder.Flush()
}

func stackARN(name string) string {
	return "arn:" + Partition + ":cloudformation:" + Region + ":" + AccountID + ":stack/" + name + "/1a2b3c4d"
}

func changeSetARN(name string) string {
	return "arn:" + Partition + ":cloudformation:" + Region + ":" + AccountID + ":changeSet/" + name + "/1a2b3c4d"
}

// Stack makes a stack without resources.
func (c *Cloud) Stack(name string) {
	c.stacks.mutex.Lock()
	defer c.stacks.mutex.Unlock()
	c.stacks.all[name] = &stack{status: "CREATE_COMPLETE"}
}

// StackStatus returns the status of a stack, "" where there is none.
func (c *Cloud) StackStatus(name string) string {
	c.stacks.mutex.Lock()
	defer c.stacks.mutex.Unlock()
	if there := c.stacks.all[name]; there != nil {
		return there.status
	}
	return ""
}
