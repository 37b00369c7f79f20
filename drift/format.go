package drift

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/markdown"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/internal/sarif"
	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/review"
)

// Formats are the names of the forms of reports.
var Formats = []string{"text", "markdown", "json", "sarif"}

// Write writes a report in a format of Formats.
func (r Report) Write(format string, style report.Style) string {
	switch format {
	case "markdown":
		return r.markdown(style)
	case "json":
		return r.json(style)
	case "sarif":
		return r.sarif(style)
	}
	return r.text(style)
}

// means says what a status means.
var means = map[Status]string{
	Wider:    "the account grants or trusts more than was written",
	Unknown:  "what was written does not say what the role is called",
	Extra:    "the account has the role, and nobody wrote it",
	Missing:  "the account does not have the role",
	Narrower: "the account grants or trusts less than was written",
	Same:     "as it was written",
}

func (role Role) about() string {
	text := means[role.Status]
	if role.Trust {
		text += "; who may assume it differs too"
	}
	if role.Elsewhere != "" {
		text += "; its path is " + role.Elsewhere
	}
	return text
}

func (r Report) headline() string {
	var parts []string
	for _, status := range Statuses {
		if n := r.Count(status); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	if len(parts) == 0 {
		return "No role was written, and the account has none where they would be."
	}
	return "Roles: " + strings.Join(parts, ", ") + "."
}

const legend = "+ is what the account has beyond what was written, - what it lacks:"

func (r Report) changes() []review.Change {
	var all []review.Change
	for _, role := range r.Roles {
		if len(role.Change.Gained)+len(role.Change.Lost) > 0 {
			all = append(all, role.Change)
		}
	}
	return all
}

func (r Report) text(style report.Style) string {
	var b strings.Builder
	line := func(text string) {
		b.WriteString(strings.Join(terminal.Break(text, terminal.Width), "\n") + "\n")
	}
	line(r.headline())
	width := 0
	for _, role := range r.Roles {
		width = max(width, len(role.Status))
	}
	for i, role := range r.Roles {
		if i == 0 {
			b.WriteByte('\n')
		}
		if role.Status != Same {
			line(string(role.Status) + strings.Repeat(" ", width-len(role.Status)) + "  " + role.Name + ": " + role.about())
		}
	}
	if changes := r.changes(); len(changes) > 0 {
		b.WriteByte('\n')
		line(legend)
		b.WriteByte('\n')
		b.WriteString(details(report.Formats[0].Changes(style, changes)))
	}
	for i, note := range r.Notes {
		if i == 0 {
			b.WriteByte('\n')
		}
		line(note)
	}
	return b.String()
}

// details are changes without the sentence that counts them, which speaks of a
// change in time.
func details(text string) string {
	text = strings.TrimSuffix(text, "\n")
	return strings.TrimRight(text[:strings.LastIndexByte(text, '\n')+1], "\n") + "\n"
}

func (r Report) markdown(style report.Style) string {
	var b strings.Builder
	b.WriteString(markdown.Text(r.headline()) + "\n\n")
	rows := [][]string{{"Status", "Role", "What differs"}}
	for _, role := range r.Roles {
		rows = append(rows, []string{string(role.Status), markdown.Code([]string{role.Name}), markdown.Text(role.about())})
	}
	if len(rows) > 1 {
		b.WriteString(markdown.Table(rows) + "\n")
	}
	if changes := r.changes(); len(changes) > 0 {
		b.WriteString("➕ is what the account has beyond what was written, ➖ what it lacks.\n\n" + details(report.Formats[1].Changes(style, changes)) + "\n")
	}
	for _, note := range r.Notes {
		b.WriteString(markdown.Text(note) + "\n\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (r Report) json(style report.Style) string {
	type role struct {
		Name      string          `json:"name"`
		Status    Status          `json:"status"`
		Trust     bool            `json:"trust,omitempty"`
		Elsewhere string          `json:"elsewhere,omitempty"`
		Changes   json.RawMessage `json:"changes,omitempty"`
	}
	out := struct {
		Account string   `json:"account"`
		Differs bool     `json:"differs"`
		Wider   bool     `json:"wider"`
		Roles   []role   `json:"roles"`
		Notes   []string `json:"notes,omitempty"`
	}{r.Account, r.Differs(), r.Wider(), []role{}, r.Notes}
	for _, one := range r.Roles {
		written := role{Name: one.Name, Status: one.Status, Trust: one.Trust, Elsewhere: one.Elsewhere}
		if len(one.Change.Gained)+len(one.Change.Lost) > 0 {
			var inner struct{ Changes json.RawMessage }
			_ = json.Unmarshal([]byte(report.Formats[2].Changes(style, []review.Change{one.Change})), &inner) // which is JSON
			written.Changes = inner.Changes
		}
		out.Roles = append(out.Roles, written)
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		panic(err) // texts are always JSON
	}
	return b.String()
}

// levels are the statuses as code scanning has them.
var levels = map[Status]sarif.Level{Wider: sarif.Error, Unknown: sarif.Error, Extra: sarif.Error, Missing: sarif.Warning, Narrower: sarif.Warning}

func (r Report) sarif(style report.Style) string {
	var rules []sarif.Rule
	for _, status := range Statuses[:len(Statuses)-1] {
		rules = append(rules, sarif.Rule{ID: string(status), Text: "A role differs: " + means[status]})
	}
	var results []sarif.Result
	for _, role := range r.Roles {
		if role.Status == Same {
			continue
		}
		texts := []string{role.Name + ": " + role.about() + "."}
		for _, e := range slices.Concat(role.Change.Gained, role.Change.Lost) {
			texts = append(texts, report.Sentence(role.Change.Holder, e)+".")
		}
		results = append(results, sarif.Result{Rule: string(role.Status), Level: levels[role.Status], Text: strings.Join(texts, " "), Location: sarif.Location{File: style.File, Name: role.Name}})
	}
	return sarif.Write(rules, results, r.Notes...)
}
