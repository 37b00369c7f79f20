package adopt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/role"
)

// Text says for a person what the options of each role are, what falls away and
// what would be new.
func Text(proposals []Proposal, style report.Style) string {
	if len(proposals) == 0 {
		return "no role trusts a repository on GitHub\n"
	}
	parts := make([]string, len(proposals))
	for i, p := range proposals {
		parts[i] = p.text(style)
	}
	return strings.Join(parts, "\n")
}

func (p Proposal) text(style report.Style) string {
	var b strings.Builder
	line := func(text string) {
		b.WriteString(strings.Join(terminal.Break(text, terminal.Width), "\n") + "\n")
	}
	b.WriteString(style.Paint.In(terminal.Bold, strings.Join(terminal.Break(p.ARN, terminal.Width), "\n")) + "\n")
	does := "may do"
	if p.Seen {
		does = "was seen to do"
	}
	switch {
	case len(p.Settings) == 0:
		line("no options cover what it " + does)
	case p.Covers():
		line("these options cover all that it " + does + ":")
	default:
		line("these options are nearest to what it " + does + ":")
	}
	for _, words := range p.options() {
		line("  " + words)
	}
	for _, problem := range p.Problems {
		line("! it " + problem)
	}
	p.entries(line, "was seen, and is not covered", "-", p.Unseen)
	p.entries(line, "falls away of what it may do", "-", p.Change.Lost)
	p.entries(line, "would be new", "+", p.Change.Gained)
	if len(p.Never) > 0 {
		line("no option gives " + strings.Join(p.Never, ", "))
	}
	return b.String()
}

func (p Proposal) entries(line func(string), heading, sign string, entries []review.Entry) {
	if len(entries) == 0 {
		return
	}
	line(heading + ":")
	for _, e := range entries {
		line(sign + " " + report.Sentence(review.Holder{}, e))
	}
}

// options are the settings as flags, in their order.
func (p Proposal) options() []string {
	var all []string
	for _, o := range role.NewWhole(permission.PublisherOptions()).Table {
		value, given := p.Settings[o.Path]
		name := o.FlagName()
		if !given || name == "" {
			continue
		}
		switch v := value.(type) {
		case bool:
			all = append(all, fmt.Sprintf("--%s=%v", name, v))
		case []string:
			for _, text := range v {
				all = append(all, "--"+name+" "+text)
			}
		default:
			all = append(all, fmt.Sprintf("--%s %v", name, v))
		}
	}
	return all
}

// JSON writes proposals for programs.
func JSON(proposals []Proposal) string {
	type proposal struct {
		Role      string         `json:"role"`
		Covers    bool           `json:"covers"`
		Options   map[string]any `json:"options"`
		Problems  []string       `json:"problems,omitempty"`
		Unseen    []review.Entry `json:"seenAndNotCovered,omitempty"`
		FallsAway []review.Entry `json:"fallsAway,omitempty"`
		New       []review.Entry `json:"new,omitempty"`
		Never     []string       `json:"never,omitempty"`
	}
	all := []proposal{}
	for _, p := range proposals {
		one := proposal{p.ARN, p.Covers(), map[string]any{}, p.Problems, p.Unseen, p.Change.Lost, p.Change.Gained, p.Never}
		maps.Copy(one.Options, p.Settings)
		all = append(all, one)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(all); err != nil {
		panic(err) // texts, lists and switches are always JSON
	}
	return b.String()
}

// Props writes proposals as calls of the construct, in Go.
func Props(proposals []Proposal) string {
	var b strings.Builder
	for i, p := range proposals {
		if i > 0 {
			b.WriteByte('\n')
		}
		if len(p.Settings) == 0 {
			fmt.Fprintf(&b, "// %s: %s\n", oneLine(p.ARN), oneLine(strings.Join(p.Problems, "; ")))
			continue
		}
		tree := map[string]any{"PolicyName": p.Name, "PolicyPath": p.Path}
		for _, o := range role.NewWhole(permission.PublisherOptions()).Table {
			if value, given := p.Settings[o.Path]; given && o.PropPath() != "" {
				put(tree, strings.Split(o.PropPath(), "."), value)
			}
		}
		fmt.Fprintf(&b, "cipublisher.NewCiPublisher(stack, jsii.String(%q), &cipublisher.CiPublisherProps{\n", p.Name)
		writeProps(&b, tree, "\t", "")
		b.WriteString("})\n")
	}
	formatted, err := format.Source([]byte(b.String()))
	if err != nil {
		panic(err) // names and values are quoted, so that this is always Go
	}
	return string(formatted)
}

func put(tree map[string]any, path []string, value any) {
	if len(path) == 1 {
		tree[path[0]] = value
		return
	}
	if tree[path[0]] == nil {
		tree[path[0]] = map[string]any{}
	}
	put(tree[path[0]].(map[string]any), path[1:], value)
}

// subjects is the path of the one prop that is a list of others.
const subjects = "Trust.Subjects"

func writeProps(b *strings.Builder, tree map[string]any, indent, path string) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		switch v := tree[name].(type) {
		case map[string]any:
			at := strings.TrimPrefix(path+"."+name, ".")
			if at == subjects {
				fmt.Fprintf(b, "%s%s: &[]*cipublisher.TrustSubject{{\n", indent, name)
				writeProps(b, v, indent+"\t", at)
				b.WriteString(indent + "}},\n")
				continue
			}
			fmt.Fprintf(b, "%s%s: &cipublisher.%sProps{\n", indent, name, name)
			writeProps(b, v, indent+"\t", at)
			b.WriteString(indent + "},\n")
		case bool:
			fmt.Fprintf(b, "%s%s: jsii.Bool(%v),\n", indent, name, v)
		case []string:
			write, special := listProps[strings.TrimPrefix(path+"."+name, ".")]
			if !special {
				write = stringsOf
			}
			fmt.Fprintf(b, "%s%s: %s,\n", indent, name, write(v))
		default:
			fmt.Fprintf(b, "%s%s: jsii.String(%q),\n", indent, name, fmt.Sprint(v))
		}
	}
}

// listProps write the lists that are no lists of texts in Go.
var listProps = map[string]func([]string) string{
	"S3.Buckets": func(list []string) string {
		var all []string
		for _, text := range list {
			bucket, prefix, has := strings.Cut(text, "/")
			one := fmt.Sprintf("{BucketName: jsii.String(%q)", bucket)
			if has {
				one += ", Prefixes: " + stringsOf([]string{prefix})
			}
			all = append(all, one+"}")
		}
		return "&[]*cipublisher.S3BucketProps{" + strings.Join(all, ", ") + "}"
	},
	"CodeArtifact.Domains": func(list []string) string {
		var all []string
		for _, text := range list {
			arn, _ := aws.ParseARN(text)
			all = append(all, fmt.Sprintf("{DomainName: jsii.String(%q), AccountId: jsii.String(%q), Region: jsii.String(%q)}", arn.Name(), arn.Account, arn.Region))
		}
		return "&[]*cipublisher.CodeArtifactDomainProps{" + strings.Join(all, ", ") + "}"
	},
	"Trust.Subjects.Claims": func(list []string) string {
		values := map[string][]string{}
		for _, text := range list {
			claim, value, _ := strings.Cut(text, "=")
			values[claim] = append(values[claim], value)
		}
		var all []string
		for _, claim := range slices.Sorted(maps.Keys(values)) {
			all = append(all, fmt.Sprintf("%q: %s", claim, stringsOf(values[claim])))
		}
		return "&map[trust.Claim]*[]*string{" + strings.Join(all, ", ") + "}"
	},
}

func stringsOf(list []string) string {
	quoted := make([]string, len(list))
	for i, text := range list {
		quoted[i] = fmt.Sprintf("%q", text)
	}
	return "jsii.Strings(" + strings.Join(quoted, ", ") + ")"
}

// oneLine keeps a text in a comment of one line.
func oneLine(text string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(text) }
