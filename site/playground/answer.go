package playground

import (
	"encoding/json"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
)

// MaxInput is the largest request, in bytes. A template of CloudFormation has
// 1 MB at most, and two of them are compared.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const MaxInput = 3 << 20

// Request is what the page asks.
type Request struct {
	// Ask is what is asked: form, role, token or diff.
	Ask string `json:"ask"`
	// Set is the name of a permission set, of form and role.
	Set string `json:"set,omitempty"`
	// Values are those of the options by their paths, of role: a text each, true
	// or false for a switch, a value on each line for a list.
	Values map[string]string `json:"values,omitempty"`
	// Trust, Token and Context are of token: a trust policy, or what the AWS CLI
	// prints of its role; a token or its claims; and KEY=VALUE on each line, the
	// condition keys of the request.
	Trust   string `json:"trust,omitempty"`
	Token   string `json:"token,omitempty"`
	Context string `json:"context,omitempty"`
	// Before and After are of diff: two policies or two templates.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Fault is one thing that is wrong with what was asked.
type Fault struct {
	// Field is the path of the option, or the name of the request's field; empty
	// where the fault is of none alone.
	Field string `json:"field"`
	Text  string `json:"text"`
}

// Notice is something legal that a person should know.
type Notice struct {
	ID   string `json:"id"`
	Note bool   `json:"note"`
	Text string `json:"text"`
}

// Answer is what the page shows. Of Form, Role, Token and Diff, the one that
// was asked for is there, unless there are faults.
type Answer struct {
	Faults []Fault `json:"faults,omitempty"`
	Form   *Form   `json:"form,omitempty"`
	Role   *Role   `json:"role,omitempty"`
	Token  *Token  `json:"token,omitempty"`
	Diff   *Diff   `json:"diff,omitempty"`
}

// asks are the questions that are answered.
var asks = map[string]func(Request) (Answer, fault.List){
	"form": form, "role": makeRole, "token": checkToken, "diff": compare,
}

// Reply answers a request; both are JSON.
func Reply(request string) string {
	text, err := json.Marshal(reply(request))
	if err != nil { // texts and booleans always have a form in JSON
		panic(err)
	}
	return string(text)
}

func reply(text string) Answer {
	if len(text) > MaxInput {
		return refusal("the input has more than " + strconv.Itoa(MaxInput>>20) + " MiB; paste less")
	}
	var r Request
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return refusal("the input can't be read: " + err.Error())
	}
	ask, known := asks[r.Ask]
	if !known {
		return refusal("nothing is known of " + strconv.Quote(r.Ask))
	}
	answer, faults := ask(r)
	if len(faults) > 0 {
		answer = Answer{Faults: answer.Faults}
		for _, f := range faults {
			answer.Faults = append(answer.Faults, Fault{f.Option, f.Error()})
		}
	}
	return answer
}

func refusal(text string) Answer { return Answer{Faults: []Fault{{"", text}}} }
