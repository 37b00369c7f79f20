package cipublisher

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/template"
)

// CiPublisherStackSetProps says which publisher is rolled out, and where to.
type CiPublisherStackSetProps struct {
	// Publisher is the publisher of every account. Its account and region are
	// those it is deployed to, unless it says otherwise. Strings may hold
	// Parameter(name) of Parameters; other CDK tokens and constructs mean
	// nothing in other accounts. Required.
	Publisher *CiPublisherProps
	// Targets are the organizational units and their regions. Required.
	Targets *[]*StackSetTarget
	// Parameters are what differs between targets, by name.
	// Default: none.
	Parameters *map[string]*StackSetParameter
	// CreateProvider says whether the accounts' stacks create the identity
	// provider; targets may say otherwise. False where Control Tower, a landing
	// zone or another stack has made it.
	// Default: true.
	CreateProvider *bool

	// StackSetName is the name of the stack set: letters, digits and hyphens, a
	// letter first, at most 128. Another name replaces the stack set.
	// Default: the name of the publisher's policy.
	StackSetName *string
	// Description of the stack set, at most 1,024 characters.
	// Default: "Roles that CI pipelines publish artifacts with".
	Description *string
	// AutoDeployment deploys to accounts that join the organizational units.
	// Default: true.
	AutoDeployment *bool
	// RetainOnRemoval keeps the stacks of accounts that leave.
	// Default: false: an account that has left keeps no role that CI may assume.
	RetainOnRemoval *bool
	// DelegatedAdmin is true where the stack is deployed to an account that is a
	// delegated administrator, and not to the management account.
	// Default: false.
	DelegatedAdmin *bool
	// FailureTolerancePercentage is how many of the accounts may fail before an
	// operation stops, 0 to 100.
	// Default: 0.
	FailureTolerancePercentage *float64
	// MaxConcurrentPercentage is how many of the accounts are deployed to at the
	// same time, 1 to 100; without SoftFailureTolerance, never more than may
	// fail, and one.
	// Default: one account at a time.
	MaxConcurrentPercentage *float64
	// SoftFailureTolerance keeps the concurrency up although more accounts may
	// then fail than is tolerated.
	// Default: false.
	SoftFailureTolerance *bool
}

// StackSetTarget is organizational units that get the publisher.
type StackSetTarget struct {
	// OrganizationalUnitIds are "ou-…" or the root "r-…". Required.
	OrganizationalUnitIds *[]*string
	// AccountIds limits the target to these accounts of the units.
	// Default: all accounts. At most one of AccountIds and ExcludedAccountIds.
	AccountIds *[]*string
	// ExcludedAccountIds are accounts of the units that are left out.
	// Default: none.
	ExcludedAccountIds *[]*string
	// Region is where the accounts' stacks stand. It is one, because roles
	// belong to the whole account: a second region would make the same role
	// again, and fail.
	// Default: the region of the stack.
	Region *string
	// CreateProvider overrides that of the stack set.
	// Default: that of the stack set.
	CreateProvider *bool
	// Parameters are values of the stack set's parameters.
	// Default: their defaults.
	Parameters *map[string]*string
}

// StackSetParameter is something that differs between targets.
type StackSetParameter struct {
	// Description of the parameter.
	// Default: none.
	Description *string
	// DefaultValue is the value where a target names none.
	// Default: none, so that every target must.
	DefaultValue *string
	// AllowedPattern is the regular expression that values match.
	// Default: letters, digits, "." , "_", "/" and "-": no wildcard of IAM.
	AllowedPattern *string
}

// defaultAllowedPattern keeps wildcards and policy variables out of documents.
const defaultAllowedPattern = `^[a-zA-Z0-9._/-]+$`

// Parameter stands for the value of a stack set's parameter in the props of its
// publisher: BucketName: cipublisher.Parameter("BucketName").
func Parameter(name string) *string {
	token := template.Ref(name)
	return &token
}

var (
	stackSetNameShape  = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]{0,127}$`)
	parameterNameShape = regexp.MustCompile(`^[a-zA-Z0-9]{1,255}$`)
	parameterToken     = regexp.MustCompile(`\{"Ref":"([a-zA-Z0-9]+)"\}`)
)

// Validate returns every fault of the props as one error, a fault.List, or nil.
func (p *CiPublisherStackSetProps) Validate() error {
	var faults fault.List
	p.template(&faults)
	return shown(faults).Err()
}

func (p *CiPublisherStackSetProps) template(faults *fault.List) template.Template {
	if p == nil {
		p = &CiPublisherStackSetProps{}
	}
	made := p.publisherTemplate(faults)
	p.validateTargets(faults)
	if p.StackSetName != nil && !token.In(*p.StackSetName) && !stackSetNameShape.MatchString(*p.StackSetName) {
		faults.Add("StackSetName", *p.StackSetName, "is not the name of a stack set", "write a letter, then letters, digits and hyphens, 128 at most")
	}
	validatePercentage(faults, "FailureTolerancePercentage", p.FailureTolerancePercentage, 0)
	validatePercentage(faults, "MaxConcurrentPercentage", p.MaxConcurrentPercentage, 1)
	return made
}

func validatePercentage(faults *fault.List, option string, value *float64, least float64) {
	if value != nil && (*value < least || *value > 100 || *value != float64(int(*value))) {
		faults.Add(option, strconv.FormatFloat(*value, 'f', -1, 64), "is not a percentage", "write a whole number from "+strconv.Itoa(int(least))+" to 100")
	}
}

// publisherTemplate makes the template, and reports what only means something
// in the account of this app.
func (p *CiPublisherStackSetProps) publisherTemplate(faults *fault.List) template.Template {
	if p.Publisher == nil {
		faults.Add("Publisher", "", "is missing", "set it to the props of a publisher")
		return template.Template{}
	}
	var list fault.List
	props := p.Publisher.role(&list)
	r := props.carried(&list)
	if props.OidcProvider != nil {
		list.Add("OidcProvider", "", "is for one account", "leave it unset, and set {CreateProvider}")
	}
	if r.Trust != nil {
		r.Trust.ProviderARN = "" // the accounts have different ones
	}
	if props.Role != nil {
		props.Role.refuseForeign(&list)
	}
	made, err := template.Stack{
		Description:       value(p.Description, template.Description),
		Roles:             []template.Role{{ID: "Publisher", Role: r.Role, Outputs: r.outputs}},
		CreateProvider:    value(p.CreateProvider, true),
		ProviderParameter: true,
	}.Template()
	list.Append("", err)
	*faults = append(*faults, list.Rename(func(option string) string {
		if option == "CreateProvider" {
			return option
		}
		return "Publisher." + r.propOf(option)
	})...)
	if len(list) > 0 {
		return template.Template{}
	}
	p.addParameters(&made, faults)
	return made
}

func (p *RoleProps) refuseForeign(faults *fault.List) {
	if p.PermissionsBoundary != nil {
		faults.Add("Role.PermissionsBoundary", "", "is a construct, which means nothing in other accounts", "name the policy in {Role.PermissionsBoundaryArn}")
	}
	boundary := value(p.PermissionsBoundaryArn, "")
	if arn, ok := aws.ParseARN(boundary); ok && arn.Account != "aws" && !token.In(arn.Account) {
		faults.Add("Role.PermissionsBoundaryArn", boundary, "is a policy of one account, which the others don't have", "write its name alone, which stands for the policy of each account")
	}
	if p.MaxSessionDuration != nil && *p.MaxSessionDuration.IsUnresolved() {
		faults.Add("Role.MaxSessionDuration", "", "is a CDK token, which means nothing in other accounts", "write the duration itself")
	}
}

// addParameters declares the parameters, and reports those that are missing or
// that nothing uses.
func (p *CiPublisherStackSetProps) addParameters(made *template.Template, faults *fault.List) {
	text := made.Indent()
	if names := token.Names(text); len(names) > 0 {
		faults.Add("Publisher", "", "holds the CDK token "+strconv.Quote("${Token["+names[0]+"]}")+", which means nothing in other accounts",
			"write the value itself, or Parameter of one of {Parameters}")
	}
	line, _ := made.MarshalJSON()
	used := map[string]bool{}
	for _, match := range parameterToken.FindAllStringSubmatch(string(line), -1) {
		if _, resource := made.Resources[match[1]]; !resource && match[1] != template.CreateProvider {
			used[match[1]] = true
		}
	}
	declared := value(p.Parameters, nil)
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if declared[name] == nil {
			faults.Add("Parameters", name, "is used by {Publisher}, but not declared", "add it to {Parameters}")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		d := declared[name]
		switch {
		case d == nil:
			faults.Add("Parameters."+name, "", "is nil", "set it to a StackSetParameter")
		case !parameterNameShape.MatchString(name):
			faults.Add("Parameters", name, "is not the name of a parameter", "use letters and digits")
		case !used[name]:
			faults.Add("Parameters", name, "is declared, but {Publisher} does not use it", "write Parameter of it in {Publisher}, or leave it out")
		default:
			made.AddParameter(name, template.Parameter{
				Type: "String", Description: value(d.Description, ""), Default: d.DefaultValue,
				AllowedPattern: value(d.AllowedPattern, defaultAllowedPattern),
			})
		}
	}
	if n := len(made.Indent()); n > template.MaxInlineBytes {
		faults.Add("Publisher", "", "makes a template of "+strconv.Itoa(n)+" bytes, and a stack set takes "+strconv.Itoa(template.MaxInlineBytes)+" at most",
			"name fewer repositories and stores, or use patterns")
	}
}

// validateTargets reports what is wrong with the targets one by one, and units
// that would get the same role twice.
func (p *CiPublisherStackSetProps) validateTargets(faults *fault.List) {
	targets := value(p.Targets, nil)
	if len(targets) == 0 {
		faults.Add("Targets", "", "is empty, so the publisher would be rolled out nowhere", "name at least one organizational unit")
	}
	seen := map[string]string{}
	for at, t := range fault.Each("Targets", targets) {
		if t == nil {
			t = &StackSetTarget{}
		}
		units := texts(t.OrganizationalUnitIds)
		if len(units) == 0 {
			faults.Add(at+".OrganizationalUnitIds", "", "is empty", "name at least one organizational unit, or the root")
		}
		for option, unit := range fault.Each(at+".OrganizationalUnitIds", units) {
			before, again := seen[unit]
			if aws.OrganizationalUnitID.Check(faults, option, unit) && again && t.AccountIds == nil && !token.In(unit) {
				faults.Add(option, unit, "is also in {"+before+"}: IAM is global, so an account takes the role in one region only", "leave it out of one of the two")
			}
			seen[unit] = at
		}
		if t.AccountIds != nil && t.ExcludedAccountIds != nil {
			faults.Add("{"+at+".AccountIds} and {"+at+".ExcludedAccountIds}", "", "are both set", "set one of them")
		}
		for name, ids := range map[string]*[]*string{"AccountIds": t.AccountIds, "ExcludedAccountIds": t.ExcludedAccountIds} {
			for option, id := range fault.Each(at+"."+name, texts(ids)) {
				aws.AccountID.Check(faults, option, id)
			}
		}
		p.validateOverrides(faults, at, t)
	}
}

// validateOverrides reports parameters of a target that the stack set does not
// have, and those that lack a value.
func (p *CiPublisherStackSetProps) validateOverrides(faults *fault.List, at string, t *StackSetTarget) {
	declared, values := value(p.Parameters, nil), value(t.Parameters, nil)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		d, v := declared[name], value(values[name], "")
		if d == nil {
			faults.Add(at+".Parameters", name, "is no parameter of the stack set", "declare it in {Parameters}, or leave it out")
			continue
		}
		allowed, err := regexp.Compile(value(d.AllowedPattern, defaultAllowedPattern))
		if err == nil && !token.In(v) && !allowed.MatchString(v) {
			faults.Add(at+".Parameters."+name, v, "does not match "+allowed.String(), "write another value, or set the parameter's AllowedPattern")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		if declared[name] != nil && declared[name].DefaultValue == nil && values[name] == nil {
			faults.Add(at+".Parameters", "", "lacks "+strconv.Quote(name)+", which has no default", "add it, or set the parameter's DefaultValue")
		}
	}
}

func (p *CiPublisherStackSetProps) name() string {
	policyName := *p.Publisher.role(&fault.List{}).PolicyName
	return value(p.StackSetName, strings.Trim(notInNames.ReplaceAllString(policyName, "-"), "-"))
}

var notInNames = regexp.MustCompile(`[^a-zA-Z0-9]+`)
