package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/review"
)

// trustSource is where a trust policy is read from: one of four files.
type trustSource struct {
	document, template, account, registry *flag
	role, parameter                       *flag
}

// trustFlagsOf declares the flags that name a trust policy.
func trustFlagsOf(flags *flagSet) trustSource {
	return trustSource{
		document:  flags.text("policy", "FILE", "trust policy of the role in JSON or YAML, or what aws iam get-role prints, - for stdin").of("Document").document(),
		template:  flags.text("template", "FILE", "CloudFormation template that has the role, instead of --policy, in JSON or YAML, such as cdk synth writes to cdk.out, - for stdin"),
		account:   flags.text("account", "FILE", "details of an account that has the role, instead of --policy, as aws iam get-account-authorization-details or list-roles prints them, - for stdin").document(),
		registry:  flags.text("registry", "FILE", "registry that has the role, instead of --policy, - for stdin"),
		role:      flags.text("role", "ROLE", "name of the role, or its logical id in a template; required with --template, --account and --registry"),
		parameter: parameterFlag(flags),
	}
}

func parameterFlag(flags *flagSet) *flag {
	return flags.text("parameter", "KEY=VALUE", "value of a parameter of the template; default: the template's").of("Parameters").many()
}

// contextFlag declares the flag of what the request says beside the token.
func contextFlag(flags *flagSet) *flag {
	return flags.text("context", "KEY=VALUE", "condition key of the request and its value, such as aws:SourceIp=192.0.2.1; a key that is repeated has several values").many()
}

// files are the flags that exclude each other.
func (s trustSource) files() []*flag {
	return []*flag{s.document, s.template, s.account, s.registry}
}

func (s trustSource) given() bool { return slices.ContainsFunc(s.files(), (*flag).given) }

// read returns the trust policy that the flags name, and reports flags without
// one that mean nothing then.
func (s trustSource) read(c *call) (wanted policy.Document) {
	named := s.files()[1:]
	if s.role.given() && !slices.ContainsFunc(named, (*flag).asked) {
		c.refuse(s.role, "means nothing without --template, --account or --registry", "add one of them, or leave --role out")
	}
	given := c.parameters(s.parameter, s.template)
	if s.document.given() {
		wanted = readTrust(c, s.document)
	}
	parsers := map[*flag]func([]byte, string) (policy.Document, error){
		s.template: func(content []byte, role string) (policy.Document, error) {
			c.refuseUnknown(s.parameter, given, content)
			return review.RoleTrust(content, role, given)
		},
		s.account: account.RoleTrust,
		s.registry: func(content []byte, role string) (policy.Document, error) {
			r, err := registry.Read(content)
			if err != nil {
				return policy.Document{}, err
			}
			return r.Trust(role)
		},
	}
	for _, f := range named {
		if f.given() {
			wanted = readRole(c, f, s.role, parsers[f])
		}
	}
	return wanted
}

// blame reports what IAM would refuse in the file that was given, whichever it
// is.
func (s trustSource) blame(c *call, err error) {
	f := givenOf(s.files()...)
	c.blame(f, f.text(), err)
}

// name is how answers speak of the policy.
func (s trustSource) name() string {
	f := givenOf(s.files()...)
	if s.role.given() {
		return "the role " + s.role.text() + " of " + fileName(f.text())
	}
	return fileName(f.text())
}

// givenOf returns the flag of several that was given.
func givenOf(flags ...*flag) *flag {
	return flags[max(0, slices.IndexFunc(flags, (*flag).given))]
}

// readTrust returns the trust policy in a file: the policy itself, or the role
// that has it as the AWS CLI prints it.
func readTrust(c *call, f *flag) (document policy.Document) {
	for file, content := range c.files(f) {
		if strings.Contains(string(content), "{Token[") {
			c.refuse(f, "holds a CDK token, which means nothing outside a CDK app", "synthesize the app, and give its template as --template")
			return document
		}
		parse := policy.Parse
		if account.HasRoles(content) {
			parse = func(content []byte) (policy.Document, error) { return account.RoleTrust(content, "") }
		}
		var err error
		document, err = parse(content)
		if several := new(fault.List); errors.As(err, several) && (*several)[0].Option == "Role" {
			c.refuse(f, "has several roles", "give it as --account, and name the role in --role")
			return document
		}
		c.blame(f, file, err)
		if err == nil && !slices.ContainsFunc(document.Statements, hasPrincipal) {
			c.refuse(f, "is not a trust policy: no statement has a principal", `name the role's trust policy; "check policy" reads identity policies`)
		}
	}
	return document
}

func hasPrincipal(s policy.Statement) bool { return s.Principal != nil || s.NotPrincipal != nil }

// readRole returns the trust policy of one role of a file with several. Without
// the role it says which ones there are.
func readRole(c *call, f, role *flag, parse func([]byte, string) (policy.Document, error)) (document policy.Document) {
	content, ok := c.read(f, f.text())
	if !ok {
		if !role.asked() {
			c.faults.Add("--role", "", "is missing", "write "+role.usage())
		}
		return document
	}
	document, err := parse(content, role.text())
	var faults fault.List
	faults.Append(f.options[0], err)
	for i, found := range faults {
		if found.Option == "Role" && found.Value == "" {
			faults[i].Problem = "is missing"
		}
	}
	c.blame(f, f.text(), faults.Err())
	return document
}
