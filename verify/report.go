package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/policy"
)

// Kind says what an answer of AWS means beside ours.
type Kind string

const (
	// Difference: the answers exclude each other, so that one is wrong.
	Difference Kind = "difference"
	// Undecided: AWS, or this module, has no answer. It is not an agreement.
	Undecided Kind = "undecided"
	// Note: ours is the more cautious answer, which it may be.
	Note Kind = "note"
)

// Finding is an answer of AWS that is not ours.
type Finding struct {
	Kind Kind `json:"kind"`
	// Call is the operation that gave the answer, such as "SimulateCustomPolicy".
	Call string `json:"call"`
	// About says what was asked about: a policy, or the statement that a request
	// is made of.
	About string `json:"about"`
	// Action, Resource and Context are those of a request; empty where the whole
	// policy was asked about.
	Action   string         `json:"action,omitempty"`
	Resource string         `json:"resource,omitempty"`
	Context  policy.Context `json:"context,omitempty"`
	// Ours and AWS are the two answers.
	Ours string `json:"ours"`
	AWS  string `json:"aws"`
}

// Check is one of AWS's checks and how its answers compare.
type Check struct {
	Call string `json:"call"`
	// Asked is how many questions were answered, and Agreed to how many the answer
	// was ours. That none of a hundred actions is granted is one question.
	Asked  int `json:"asked"`
	Agreed int `json:"agreed"`
}

// Report is what was asked, and where the answers are not the same.
type Report struct {
	Checks   []Check   `json:"checks"`
	Findings []Finding `json:"findings"`
}

// Agrees reports whether AWS answered everything, and nothing otherwise than
// this module.
func (r Report) Agrees() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind != Note })
}

// JSON returns the report for programs.
func (r Report) JSON() string {
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic(err) // texts and numbers
	}
	return string(content) + "\n"
}

// Text returns the report for people, at most 80 columns wide where words are
// not longer.
func (r Report) Text() string {
	var b strings.Builder
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "%-21s  %d asked, %d answered as we do\n", c.Call, c.Asked, c.Agreed)
	}
	for _, f := range r.Findings {
		b.WriteString("\n" + terminal.Wrap("", strings.ToUpper(string(f.Kind))+" "+f.Call+": "+f.About))
		line := func(name, text string) {
			if text != "" {
				indent := strings.Repeat(" ", 12)
				b.WriteString(fmt.Sprintf("  %-10s", name) + strings.TrimPrefix(terminal.Wrap(indent, text), indent))
			}
		}
		line("action", f.Action)
		line("resource", f.Resource)
		for _, key := range slices.Sorted(maps.Keys(f.Context)) {
			line("context", key+"="+strings.Join(f.Context[key], ", "))
		}
		line("ours", f.Ours)
		line("AWS", f.AWS)
	}
	switch {
	case !r.Agrees():
		b.WriteString("\n" + terminal.Wrap("", "A difference is a bug of one side: please report it, with the policy, at https://github.com/cipublisher/cipublisher/issues. What is undecided was not verified."))
	case len(r.Findings) > 0:
		b.WriteString("\nNo difference; ours is the more cautious answer where there is a note.\n")
	default:
		b.WriteString("\nNo difference.\n")
	}
	return b.String()
}
