package audit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/trust"
)

// page writes text of at most terminal.Width columns.
type page struct {
	strings.Builder
	terminal.Painter
}

const labelWidth = 12

func (p *page) field(label string, values ...string) {
	for _, value := range values {
		for _, line := range terminal.Break(value, terminal.Width-labelWidth) {
			p.WriteString("  " + label + strings.Repeat(" ", labelWidth-2-len(label)) + line + "\n")
			label = ""
		}
	}
}

func (p *page) heading(text string) {
	p.WriteString(p.In(terminal.Bold, strings.Join(terminal.Break(text, terminal.Width), "\n")) + "\n")
}

func (p *page) paragraph(text string) {
	p.WriteString(strings.Join(terminal.Break(text, terminal.Width), "\n") + "\n")
}

// text writes a report for a person at a terminal.
func text(r Report, s Style) string {
	p := &page{Painter: s.Paint}
	p.paragraph(r.headline())
	p.paragraph(r.counts())
	for _, f := range r.Findings {
		p.WriteByte('\n')
		p.heading(strings.ToUpper(string(f.Level)) + "  " + f.ID + ": " + ruleOf(f.ID).Text)
		p.field(kindOf(f.Resource), f.Resource)
		p.field("where", some(f.Statement)...)
		p.field("found", f.Text)
		p.field("because", f.Evidence...)
		p.field("token", claims(f.Token)...)
		p.field("attack", some(numbers(f.Attacks))...)
		p.field("remedy", f.Remedy)
	}
	if len(r.Roles) > 0 {
		p.WriteByte('\n')
		p.heading("Roles that a token may assume, the worst first")
	}
	for _, role := range r.Roles {
		p.WriteByte('\n')
		p.heading(role.ARN + ": " + worstOf(role))
		p.field("admits", role.Admitted...)
		p.field("through", role.Through...)
		p.field("may", role.Grants...)
		p.field("boundary", some(role.Boundary)...)
		p.field("last used", some(role.LastUsed)...)
	}
	if len(r.Notes) > 0 {
		p.WriteByte('\n')
	}
	for _, note := range r.Notes {
		p.paragraph(note)
	}
	return p.String()
}

func (r Report) headline() string {
	direct := 0
	for _, role := range r.Roles {
		if len(role.Through) == 0 {
			direct++
		}
	}
	account := "The account"
	if r.Account != "" {
		account = "Account " + r.Account
	}
	text := fmt.Sprintf("%s: of %s, a token may assume %d", account, count(r.All, "role"), direct)
	if further := len(r.Roles) - direct; further > 0 {
		text += fmt.Sprintf(", and %d more through these", further)
	}
	return text + "."
}

func (r Report) counts() string {
	if len(r.Findings) == 0 {
		return "Nothing was found."
	}
	parts := []string{}
	for _, level := range Levels {
		parts = append(parts, fmt.Sprintf("%d %s", r.Count(level), level))
	}
	return "Findings: " + strings.Join(parts, ", ") + "."
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func worstOf(role Role) string {
	if role.Worst == "" {
		return "nothing found"
	}
	return string(role.Worst)
}

func kindOf(arn string) string {
	if strings.Contains(arn, ":oidc-provider/") {
		return "provider"
	}
	return "role"
}

// some returns a text, if there is any.
func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// claims writes the claims of a token, one a line: those first that every
// token has.
func claims(token map[trust.Claim][]string) []string {
	var all []string
	write := func(claim trust.Claim) {
		if values, has := token[claim]; has {
			all = append(all, string(claim)+" "+strings.Join(values, ", "))
		}
	}
	usual := []trust.Claim{"iss", "aud", "sub"}
	for _, claim := range usual {
		write(claim)
	}
	for _, claim := range slices.Sorted(maps.Keys(token)) {
		if !slices.Contains(usual, claim) {
			write(claim)
		}
	}
	return all
}

func numbers(list []int) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(n)
	}
	if len(texts) == 0 {
		return ""
	}
	return strings.Join(texts, ", ") + " of the security model"
}
