package doctor

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/page"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Report is everything that the doctor says of a job.
type Report struct {
	Visit
	// Role names the role whose trust policy was compared, for a person; empty
	// without one.
	Role string
	// Result is what that policy answers; nil without one.
	Result *trust.Result
	// Advice is the trust to write; nil where a role is given.
	Advice *Advice
	// Answer is AWS's; nil where it was not asked.
	Answer *Answer
}

// Check compares the token with a trust policy. A role by its ARN, where it is
// known, must be in the account of the provider that the policy trusts. The
// error is the one of trust.Check.
func (r *Report) Check(checker trust.Checker, document policy.Document, name, roleARN string) error {
	result, err := checker.Check(document, r.Token)
	if err != nil {
		return redacted(err, r.Redactor)
	}
	r.Role, r.Result = name, &result
	r.checkAccount(document, accountOf(roleARN))
	return nil
}

// checkAccount finds a policy that can't be that of a role in the account.
func (r *Report) checkAccount(document policy.Document, account string) {
	var providers []string
	for _, s := range document.Statements {
		if s.Principal != nil {
			providers = append(providers, s.Principal.Federated...)
		}
	}
	slices.Sort(providers)
	for _, provider := range slices.Compact(providers) {
		if other := accountOf(provider); account != "" && other != "" && other != account {
			r.Findings.add("role-account", Problem, "The trust policy names the identity provider "+provider+", and the role is in account "+account+": a role can trust only providers of its own.",
				"write the provider of the role's account", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html")
		}
	}
}

// Admitted reports whether nothing keeps the job from its role, as far as it
// was looked at: it has a token, no finding is a problem, the trust policy
// admits it, and AWS does.
func (r *Report) Admitted() bool {
	return r.HasToken() && !r.Findings.Refused() && (r.Result == nil || r.Result.Allowed) && (r.Answer == nil || r.Answer.Accepted)
}

// personal are claims that are about a person and that nobody needs to see in a
// job's log.
var personal = []trust.Claim{"user_email"}

// claims returns the names of the claims, the important first.
func (r *Report) claims() []trust.Claim {
	first := []trust.Claim{"iss", "sub", "aud"}
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(r.Token.Claims)), func(c trust.Claim) bool { return slices.Contains(first, c) })
	return append(slices.DeleteFunc(first, func(c trust.Claim) bool { return r.Token.Claims[c] == nil }), all...)
}

// value shows a claim; times as such too.
func (r *Report) value(claim trust.Claim) string {
	if slices.Contains(personal, claim) {
		return hidden + ": it names a person"
	}
	value := strings.Join(r.Token.Claims[claim], ", ")
	if at, ok := timeOf(r.Token, claim); ok && slices.Contains([]trust.Claim{"exp", "iat", "nbf"}, claim) {
		value = at.Format(time.RFC3339)
	}
	return value
}

// Text returns the report for a person: plain text of at most 80 columns, with
// a final newline, and without a secret. Code to copy is not broken.
func (r *Report) Text() string {
	p := page.Page{Shown: trust.Shown, Labels: 21}
	r.summary(&p)
	for _, f := range r.Findings {
		p.Line("")
		p.Text(0, string(f.Level)+": "+f.Text+" ("+f.ID+")")
		if f.Remedy != "" {
			p.Text(2, "To do: "+f.Remedy+".")
		}
		if f.Source != "" {
			p.Text(2, f.Source)
		}
	}
	if len(r.Token.Claims) > 0 {
		p.Line("")
		p.Text(0, "The token is from "+r.From+". Its claims:")
		for _, claim := range r.claims() {
			p.Field(2, string(claim), r.value(claim))
			if claim == "sub" {
				for _, part := range r.Token.Parts() {
					p.Field(4, part.Name, part.Value)
				}
			}
		}
	}
	if r.Result != nil {
		p.Line("")
		p.Text(0, "What "+r.Role+" answers:")
		p.Line("")
		p.WriteString(r.Result.Report())
	}
	r.answer(&p)
	r.advice(&p)
	return r.Redactor.Text(p.String())
}

// summary says in one line how it stands.
func (r *Report) summary(p *page.Page) {
	switch {
	case !r.HasToken():
		p.Text(0, "refused: the job has no token")
	case r.Answer != nil && r.Answer.Accepted:
		p.Text(0, "admitted: AWS let the job assume "+r.Answer.Role)
	case r.Answer != nil:
		p.Text(0, "refused: AWS did not let the job assume "+r.Answer.Role)
	case r.Findings.Refused():
		p.Text(0, "refused: AWS would not accept the job's token")
	case r.Result == nil:
		p.Text(0, "the job has a token")
	case r.Result.Allowed:
		p.Text(0, "admitted: "+r.Role+" admits the job's token")
	case r.Result.Undecided:
		p.Text(0, "undecided: "+r.Role+" admits the job's token under conditions on the request")
	default:
		p.Text(0, "refused: "+r.Role+" does not admit the job's token")
	}
}

func (r *Report) answer(p *page.Page) {
	a := r.Answer
	if a == nil {
		return
	}
	p.Line("")
	switch {
	case a.Accepted:
		p.Text(0, "AWS answered with a session, "+a.Session+", until "+a.Until.UTC().Format(time.RFC3339)+". Its credentials were thrown away.")
	case a.Code == "":
		p.Text(0, "AWS did not answer: "+a.Message)
	default:
		p.Text(0, "AWS answered "+a.Code+": "+a.Message)
	}
	for _, cause := range a.Causes {
		p.Item(cause.Text)
	}
}

func (r *Report) advice(p *page.Page) {
	a := r.Advice
	if a == nil {
		return
	}
	p.Line("")
	p.Text(0, "The narrowest trust that admits this job, as props:")
	p.Line("")
	p.WriteString(a.Props())
	p.Line("")
	p.Text(0, "as flags:")
	p.Line("")
	p.WriteString(a.Command())
	p.Line("")
	p.Text(0, "as JSON:")
	p.Line("")
	p.WriteString(a.Document().Indent())
	var notes []string
	if a.Placeholder {
		notes = append(notes, placeholder+" stands for the account, which the job does not say; give yours as --account-id.")
	}
	if s := a.Options.Subjects[0]; len(s.Environments) == 0 && r.Token.Parts() != nil && a.Options.Issuer.Name() == trust.GitHub().Name() {
		notes = append(notes, "The job names no environment. A protected one is the safest thing to trust: name one in the job, and run the doctor again.")
	}
	for _, n := range a.Notices {
		notes = append(notes, fault.RenameMentions(n.Text, func(option string) string { return option }))
	}
	p.List("Notes:", notes)
}

// reportJSON is the report as JSON.
type reportJSON struct {
	Admitted bool                   `json:"admitted"`
	Service  string                 `json:"service,omitempty"`
	From     string                 `json:"from,omitempty"`
	Findings Findings               `json:"findings"`
	Claims   map[trust.Claim]string `json:"claims,omitempty"`
	Subject  []partJSON             `json:"subject,omitempty"`
	Role     *roleJSON              `json:"role,omitempty"`
	Answer   *Answer                `json:"answer,omitempty"`
	Trust    *adviceJSON            `json:"trust,omitempty"`
}

type partJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type roleJSON struct {
	Name      string   `json:"name"`
	Allowed   bool     `json:"allowed"`
	Undecided bool     `json:"undecided,omitempty"`
	Needs     []string `json:"needs,omitempty"`
	Nearest   string   `json:"nearest,omitempty"`
	Causes    []string `json:"causes,omitempty"`
	Warnings  []string `json:"warnings,omitempty"`
	Notes     []string `json:"notes,omitempty"`
}

type adviceJSON struct {
	Props    string          `json:"props"`
	Command  []string        `json:"command"`
	Document policy.Document `json:"document"`
	Account  string          `json:"placeholder,omitempty"`
}

// JSON returns the report as JSON, indented, with a final newline, and without
// a secret.
func (r *Report) JSON() string {
	out := reportJSON{Admitted: r.Admitted(), Service: r.Service, From: r.From, Findings: append(Findings{}, r.Findings...), Answer: r.Answer}
	for _, claim := range r.claims() {
		if out.Claims == nil {
			out.Claims = map[trust.Claim]string{}
		}
		out.Claims[claim] = r.value(claim)
	}
	for _, part := range r.Token.Parts() {
		out.Subject = append(out.Subject, partJSON(part))
	}
	if t := r.Result; t != nil {
		out.Role = &roleJSON{Name: r.Role, Allowed: t.Allowed, Undecided: t.Undecided, Needs: t.Needs, Nearest: t.Nearest, Causes: ids(t.Causes), Warnings: ids(t.Warnings), Notes: t.Notes}
	}
	if a := r.Advice; a != nil {
		out.Trust = &adviceJSON{Props: a.Props(), Command: append([]string{"cipublisher", "trust"}, a.Flags()...), Document: a.Document()}
		if a.Placeholder {
			out.Trust.Account = placeholder
		}
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(out) // texts, lists and a document that is always valid
	return r.Redactor.Text(escaped(b.String()))
}

// escaped returns JSON in which everything that a terminal would not show as it
// is, or would obey, is written as an escape.
func escaped(text string) string {
	var b strings.Builder
	for _, c := range text {
		switch {
		case c == '\n' || unicode.IsPrint(c):
			b.WriteRune(c)
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&b, "\\u%04x\\u%04x", high, low)
		default:
			fmt.Fprintf(&b, "\\u%04x", c)
		}
	}
	return b.String()
}

func ids(causes []trust.Cause) []string {
	var list []string
	for _, c := range causes {
		list = append(list, c.ID)
	}
	return list
}
