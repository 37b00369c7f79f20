package policy

import (
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// What a document says is checked as a whole before any of it is evaluated:
// a statement that does not come to bear today is not a place to hide a typo
// that it will have tomorrow.

// sound reports whether check would find nothing. It builds no messages, for
// it runs before every evaluation.
func (d *Document) sound() bool {
	if v := d.version(); v != Version && v != oldVersion {
		return false
	}
	variables := d.variables()
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Effect != Allow && s.Effect != Deny {
			return false
		}
		if variables {
			for _, list := range [...][]string{s.Resources, s.NotResources} {
				for _, resource := range list {
					if checkResourceVariables(resource) != "" {
						return false
					}
				}
			}
		}
		for name, keys := range s.Conditions {
			o, known := operators[name]
			if !known {
				return false
			}
			for _, values := range keys {
				for _, value := range values {
					if o.checkWanted(value, variables) != "" {
						return false
					}
				}
			}
		}
	}
	return true
}

// check adds every fault of the document, with the path of its place.
func (d *Document) check(prefix string, faults *fault.List) {
	if v := d.version(); v != Version && v != oldVersion {
		faults.Add(prefix+"Version", v, "is no version of the policy language", fmt.Sprintf("write %q", Version))
	}
	for i := range d.Statements {
		d.Statements[i].check(prefix+statementPath(i, d.Statements[i].Sid), d.variables(), faults)
	}
}

func (s *Statement) check(path string, variables bool, faults *fault.List) {
	if s.Effect != Allow && s.Effect != Deny {
		faults.Add(path+".Effect", string(s.Effect), "is not an effect", `write "Allow" or "Deny", in this case`)
	}
	if variables {
		checkResources(path+".Resource", s.Resources, faults)
		checkResources(path+".NotResource", s.NotResources, faults)
	}
	for _, name := range sortedKeys(s.Conditions) {
		path := path + ".Condition." + name
		o, known := operators[name]
		if !known {
			faults.Add(path, "", "is not a condition operator", unknownOperatorRemedy(name))
			continue
		}
		for _, key := range sortedKeys(s.Conditions[name]) {
			for _, value := range s.Conditions[name][key] {
				if problem := o.checkWanted(value, variables); problem != "" {
					faults.Add(path+"."+key, value, problem, "correct the value")
				}
			}
		}
	}
}

func checkResources(path string, resources []string, faults *fault.List) {
	for _, resource := range resources {
		if problem := checkResourceVariables(resource); problem != "" {
			faults.Add(path, resource, problem, `write variables as "${aws:username}", in an ARN of six fields`)
		}
	}
}

func unknownOperatorRemedy(name string) string {
	if strings.HasSuffix(name, "NullIfExists") {
		return `write "Null"; it takes no IfExists`
	}
	if meant := likelyOperator(name); meant != "" {
		return fmt.Sprintf("write %q", meant)
	}
	return "use an operator of the IAM policy language, such as StringEquals"
}

// statementPath names a statement by its index and, if it has one, its Sid:
// Statement[1](Upload).
func statementPath(index int, sid string) string {
	if sid == "" {
		return fmt.Sprintf("Statement[%d]", index)
	}
	return fmt.Sprintf("Statement[%d](%s)", index, sid)
}
