package audit

import (
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/internal/markdown"
)

// markdownReport writes a report for a pull request or a page.
func markdownReport(r Report, _ Style) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", markdown.Text(r.headline()), markdown.Text(r.counts()))
	if len(r.Findings) > 0 {
		rows := [][]string{{"Level", "Finding", "Resource", "Where", "Because", "Token that is admitted", "Attack", "Remedy"}}
		for _, f := range r.Findings {
			rows = append(rows, []string{
				string(f.Level), "`" + f.ID + "`<br>" + markdown.Text(f.Text), markdown.Code([]string{f.Resource}), markdown.Text(f.Statement),
				lines(f.Evidence), markdown.Code(claims(f.Token)), strings.TrimSuffix(numbers(f.Attacks), " of the security model"), markdown.Text(f.Remedy),
			})
		}
		b.WriteString("\n## Findings\n\n" + markdown.Table(rows))
	}
	if len(r.Roles) > 0 {
		rows := [][]string{{"Role", "Worst", "Admits", "Through", "May", "Boundary", "Last used"}}
		for _, role := range r.Roles {
			rows = append(rows, []string{
				markdown.Code([]string{role.ARN}), worstOf(role), lines(role.Admitted), markdown.Code(role.Through), lines(role.Grants), markdown.Code(some(role.Boundary)), role.LastUsed,
			})
		}
		b.WriteString("\n## Roles that a token may assume\n\n" + markdown.Table(rows))
	}
	for _, note := range r.Notes {
		b.WriteString("\n" + markdown.Text(note) + "\n")
	}
	return b.String()
}

func lines(texts []string) string {
	written := make([]string, len(texts))
	for i, text := range texts {
		written[i] = markdown.Text(text)
	}
	return strings.Join(written, "<br>")
}
