package main

import (
	"cmp"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/role"
)

var explainCommand = command{
	name: "explain", group: questions,
	summary: "says what policies grant, and what a change of them grants",
	about: `It explains the role that the flags of "cipublisher policy" and "cipublisher trust" describe, or policies in files, or everything ` +
		`in a CloudFormation template that grants: who may assume a role, what it may do, and who may use a resource.` +
		"\n\n" +
		`--diff compares two policies, two templates or the details of an account at two times (as "aws iam get-account-authorization-details" ` +
		`prints them) by meaning: an order, a Sid, a statement split in two or a resource that a wildcard covers ` +
		`already are no change. The exit status is 1 when something new may be granted, 0 when nothing is, so that a pull request can be gated on it. ` +
		`The comparison is cautious: it may call new what several old statements grant together.` +
		"\n\n" +
		`Parameters of a template have their defaults or what --parameter says. What only the deployment knows is in angle brackets; a change ` +
		`of it counts as new, and so does a change of what can't be read, such as what a macro makes, ` +
		`and a role that a resource is passed, as a function is that runs under another one.`,
	common: []string{"policy", "template", "diff", "parameter", "format"},
	examples: []string{
		"cipublisher explain --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --repo my-company/app --environment release",
		"cipublisher explain --template cdk.out/CiPublisher.template.json",
		"cipublisher explain --diff before.template.json \\\n    cdk.out/CiPublisher.template.json",
		"cipublisher explain --template cdk.out/CiPublisher.template.json \\\n    --parameter AWS::Region=eu-west-1",
	},
	setup: func(flags *flagSet) action {
		document := flags.text("policy", "FILE", "policy to explain, instead of the flags', in JSON or YAML, - for stdin").of("Document").many().document()
		template := flags.text("template", "FILE", "CloudFormation template to explain, in JSON or YAML, such as cdk synth writes to cdk.out, - for stdin")
		diff := flags.text("diff", "BEFORE AFTER", "two files to compare: policies, templates or details of an account, - for stdin").of("Diff", "Document", "Template").two()
		parameter := parameterFlag(flags)
		format := formatFlag(flags, strings.Split(report.Names(), ", ")...)
		format.about = "text, markdown, json, yaml; of a comparison also sarif"
		own := len(flags.flags)
		flags.elsewhere = `"cipublisher policy" and "cipublisher trust"`
		grant, options := grantFlags(flags, role.Sets), trustFlags(flags)
		return func(c *call) {
			render, ok := report.Named(format.text())
			if ok && render.Holders == nil && !diff.given() {
				c.faults.Add("--format", format.text(), "is for comparisons alone", "add --diff BEFORE AFTER, or use another format")
			}
			given := c.parameters(parameter, template, diff)
			chosen := slices.DeleteFunc([]*flag{document, template, diff}, func(f *flag) bool { return !f.asked() })
			if len(chosen) > 0 {
				c.refuseBeside(chosen[0], append(chosen[1:], flags.flags[own:]...)...)
			}
			switch {
			case len(c.faults) > 0 && len(chosen) > 0:
			case len(chosen) == 0:
				holder := review.Holder{Policies: []policy.Document{grant(c)}}
				if trustAsked(flags) {
					holder.Trust = []policy.Document{options(c).Document()}
				}
				c.explain(render, []review.Holder{holder})
			case chosen[0] == document:
				var documents []policy.Document
				for file, content := range c.files(document) {
					documents = append(documents, parsePolicies(c, document, file, content)...)
				}
				c.explain(render, []review.Holder{review.HolderOf(documents)})
			case chosen[0] == template:
				for file, content := range c.files(template) {
					holders, err := review.FromTemplate(content, templateContext(file, given))
					c.blame(template, file, err)
					if err == nil {
						c.refuseUnknown(parameter, given, content)
					}
					c.explain(render, holders)
				}
			default:
				var sides [][]review.Holder
				var forms []review.Form
				var contents [][]byte
				for file, content := range c.files(diff) {
					holders, form, err := review.Read(content, templateContext(file, given))
					c.blame(diff, file, err)
					sides, forms, contents = append(sides, holders), append(forms, form), append(contents, content)
				}
				if len(c.faults) == 0 {
					c.refuseUnknown(parameter, given, contents...)
				}
				if len(c.faults) > 0 {
					return
				}
				if forms[0] != forms[1] {
					c.refuse(diff, "is "+string(forms[1])+" and "+fileName(diff.values[0])+" is "+string(forms[0]), "compare two of a kind")
					return
				}
				changes := review.Compare(sides[0], sides[1])
				c.out.WriteString(render.Changes(report.Style{Paint: c.paint, File: fileName(diff.text())}, changes))
				c.deny(report.Gains(changes))
			}
		}
	},
}

func (c *call) explain(format report.Format, holders []review.Holder) {
	if len(c.faults) == 0 {
		c.out.WriteString(format.Holders(report.Style{Paint: c.paint}, report.Shown(holders)))
	}
}

// trustAsked reports whether the flags say anything about who is trusted.
func trustAsked(flags *flagSet) bool {
	return slices.ContainsFunc(flags.flags, func(f *flag) bool {
		return f.asked() && len(f.options) > 0 && strings.HasPrefix(f.options[0], "Subjects")
	})
}

// parameters returns the values of --parameter, which go with a template.
func (c *call) parameters(parameter *flag, templates ...*flag) map[string]string {
	given := map[string]string{}
	for key, values := range c.pairs(parameter) {
		given[key] = values[len(values)-1]
		if len(values) > 1 {
			c.faults.Add("--parameter", key+"="+given[key], "gives "+key+" a second value", "give each parameter once")
		}
	}
	if parameter.given() && !slices.ContainsFunc(templates, (*flag).given) {
		c.refuse(parameter, "means nothing without a template", "add "+usages(templates)+", or leave --parameter out")
	}
	return given
}

// refuseUnknown reports parameters that none of the templates has.
func (c *call) refuseUnknown(parameter *flag, given map[string]string, templates ...[]byte) {
	if len(given) == 0 {
		return
	}
	var known []string
	for _, t := range templates {
		known = append(known, review.Parameters(t)...)
	}
	slices.Sort(known)
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "AWS::") {
			c.faults.Add("--"+parameter.name, key+"="+given[key], "is not a parameter of the template", "use one of: "+cmp.Or(strings.Join(slices.Compact(known), ", "), "none, it has no parameters"))
		}
	}
}

// templateContext lets a template name files in its own folder, and none
// outside of it.
func templateContext(file string, parameters map[string]string) review.Context {
	context := review.Context{Parameters: parameters}
	if file == "-" {
		return context
	}
	context.Open = func(path string) ([]byte, error) {
		opened, err := os.OpenInRoot(filepath.Dir(file), filepath.FromSlash(path))
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		content, err := io.ReadAll(io.LimitReader(opened, maxInput+1))
		if len(content) > maxInput {
			return nil, errors.New("it is too large")
		}
		return content, err
	}
	return context
}

// parsePolicies reads one policy, or a list of them, as "cipublisher policy"
// prints what is too large for one.
func parsePolicies(c *call, f *flag, file string, content []byte) []policy.Document {
	documents, err := review.Policies(content)
	c.blame(f, file, err)
	return documents
}
