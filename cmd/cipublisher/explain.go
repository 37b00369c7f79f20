package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// explainCommand says what policies grant, as a table.
var explainCommand = command{
	name:    "explain",
	summary: "says what policies grant, as a table, and what a change of them grants",
	about: `It explains the role that the flags of "cipublisher policy" and "cipublisher trust" describe, or policies in files, or every ` +
		`role of a synthesized template: who may assume it, and what it may do.` +
		"\n\n" +
		`--diff compares two policies, or two templates, by meaning: an order, a Sid, a statement split in two or a resource that a wildcard covers ` +
		`already are no change. The exit status is 1 when something new is granted, 0 when nothing is, so that a pull request can be gated on it. ` +
		`The comparison is cautious: it may call new what several old statements grant together, never the reverse.`,
	examples: []string{
		"cipublisher explain --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --repo my-company/app --environment release",
		"cipublisher explain --template cdk.out/CiPublisher.template.json",
		"cipublisher explain --diff before.template.json \\\n    cdk.out/CiPublisher.template.json",
	},
	setup: func(flags *flagSet) action {
		document := flags.add(flag{
			name: "policy", value: "FILE", options: []string{"Document"}, repeatable: true,
			about: "policy as JSON to explain instead of the flags', - for stdin",
		})
		template := flags.add(flag{
			name: "template", value: "FILE", options: []string{"Template"},
			about: "CloudFormation template in JSON to explain instead, as cdk synth writes it to cdk.out, - for stdin",
		})
		diff := flags.add(flag{
			name: "diff", value: "BEFORE AFTER", options: []string{"Diff", "Document", "Template"}, pair: true,
			about: "two policies or two templates in JSON to compare instead, - for stdin",
		})
		format := flags.add(flag{
			name: "format", value: "FORMAT", options: []string{"Format"}, preset: "text",
			about: "text, markdown or json",
		})
		own := len(flags.flags)
		flags.elsewhere = `"cipublisher policy" and "cipublisher trust"`
		grant, options := grantFlags(flags, option.Sets), trustFlags(flags)
		return func(c *call) {
			render, ok := renderers[format.text()]
			if !ok && !format.faulty {
				c.faults.Add("--format", format.text(), "is not a format", "use one of text, markdown, json")
			}
			chosen := slices.DeleteFunc([]*flag{document, template, diff}, func(f *flag) bool { return !f.given() && !f.faulty })
			refuseBeside(c, chosen, flags.flags[own:])
			switch {
			case len(c.faults) > 0 && len(chosen) > 0:
			case len(chosen) == 0:
				holder := review.Holder{Policies: []policy.Document{grant(c)}}
				if trustAsked(flags) {
					document := options(c).Document()
					holder.Trust = &document
				}
				c.explain(render, []review.Holder{holder})
			case chosen[0] == document:
				var documents []policy.Document
				for _, file := range document.list() {
					if content, ok := c.read(document, file); ok {
						documents = append(documents, parsePolicies(c, document, file, content)...)
					}
				}
				c.explain(render, []review.Holder{holderOf(documents)})
			case chosen[0] == template:
				if content, ok := c.read(template, template.text()); ok {
					holders, err := review.FromTemplate(content)
					c.blame(template, template.text(), err)
					c.explain(render, holders)
				}
			default:
				before, after := readHolders(c, diff, 0), readHolders(c, diff, 1)
				if len(c.faults) > 0 {
					return
				}
				if before.isTemplate != after.isTemplate {
					c.faults.Add("--diff", diff.values[1], "and "+fileName(diff.values[0])+" are a policy and a template", "compare two of a kind")
					return
				}
				changes := review.Compare(before.holders, after.holders)
				c.out.WriteString(render.changes(c.paint, changes))
				if slices.ContainsFunc(changes, func(change review.Change) bool { return len(change.Gained) > 0 }) {
					c.status = exitDenied
				}
			}
		}
	},
}

// renderer writes holders and changes in one format.
type renderer struct {
	holders func(painter, []review.Holder) string
	changes func(painter, []review.Change) string
}

var renderers = map[string]renderer{
	"text":     {holdersText, changesText},
	"markdown": {holdersMarkdown, changesMarkdown},
	"json":     {holdersJSON, changesJSON},
}

func (c *call) explain(render renderer, holders []review.Holder) {
	if len(c.faults) == 0 {
		c.out.WriteString(render.holders(c.paint, holders))
	}
}

// refuseBeside reports flags that exclude each other: at most one of the files
// can be explained, and then no flags of a role.
func refuseBeside(c *call, chosen, others []*flag) {
	if len(chosen) == 0 {
		return
	}
	for _, f := range append(slices.Clone(chosen[1:]), others...) {
		if f.given() {
			c.faults.Add("--"+f.name, f.text(), "is given beside --"+chosen[0].name+", and one excludes the other", "leave one of them out")
		}
	}
}

// trustAsked reports whether the flags say anything about who is trusted.
func trustAsked(flags *flagSet) bool {
	return slices.ContainsFunc(flags.flags, func(f *flag) bool {
		return (f.given() || f.faulty) && len(f.options) > 0 && strings.HasPrefix(f.options[0], "Subjects")
	})
}

// readable is the content of one side of a comparison.
type readable struct {
	holders    []review.Holder
	isTemplate bool
}

// readHolders reads a policy or a template, whichever the file is.
func readHolders(c *call, f *flag, side int) readable {
	content, ok := c.read(f, f.values[side])
	if !ok {
		return readable{}
	}
	var form struct{ Resources map[string]json.RawMessage }
	if json.Unmarshal(content, &form) == nil && form.Resources != nil {
		holders, err := review.FromTemplate(content)
		c.blame(f, f.values[side], err)
		return readable{holders, true}
	}
	return readable{holders: []review.Holder{holderOf(parsePolicies(c, f, f.values[side], content))}}
}

// holderOf tells trust policies from others: they name principals, and no
// resources.
func holderOf(documents []policy.Document) review.Holder {
	var h review.Holder
	for _, d := range documents {
		if !slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
			return s.Principal == nil && s.NotPrincipal == nil || len(s.Resources)+len(s.NotResources) > 0
		}) && h.Trust == nil && len(d.Statements) > 0 {
			h.Trust = &d
			continue
		}
		h.Policies = append(h.Policies, d)
	}
	return h
}

// parsePolicies reads one policy, or a list of them, as "cipublisher policy"
// prints what is too large for one.
func parsePolicies(c *call, f *flag, file string, content []byte) []policy.Document {
	list := []json.RawMessage{content}
	if several := []json.RawMessage(nil); json.Unmarshal(content, &several) == nil && len(several) > 0 {
		list = several
	}
	documents := make([]policy.Document, len(list))
	for i, one := range list {
		var err error
		documents[i], err = policy.Parse(one)
		c.blame(f, file, err)
	}
	return documents
}
