package cipublisher

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// roleSettings is what the props say of the role.
type roleSettings struct {
	trust       trust.Options
	name        string
	path        string
	description string
}

// Quotas of IAM.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	maxRoleName       = 64
	maxDescription    = 1000
	minSessionSeconds = 3600
	maxSessionSeconds = 43200
)

// unknownProviderARN stands for the ARN of a provider that is yet to be
// created. It has the form of a CDK token, which passes through.
const unknownProviderARN = "${Token[OidcProvider.0]}"

// role resolves the props of the role in the stack's environment, which is
// the role's own account: that of the stores may be another. The ARN of a
// provider that is yet to be created is left open.
func (p *CiPublisherProps) role(stack permission.Environment, s settings, faults *fault.List) *roleSettings {
	if p.Trust == nil {
		p.refuseWithoutTrust(faults)
		return nil
	}
	r := &roleSettings{
		trust: trust.Options{
			Issuer:      p.Trust.Issuer,
			ProviderARN: unknownProviderARN,
			Partition:   stack.Partition,
			AccountID:   stack.AccountID,
			Audience:    value(p.Trust.Audience, ""),
			Dev:         s.publisher.Dev,
			Quota:       int(value(p.Trust.Quota, policyQuota)),
		},
		name: s.policyName,
		path: s.policyPath,
	}
	for _, subject := range value(p.Trust.Subjects, nil) {
		r.trust.Subjects = append(r.trust.Subjects, subject.plain())
	}
	p.OidcProvider.resolve(r, faults)
	if err := r.trust.Validate(); err != nil {
		var list fault.List
		list.Append("Trust", err)
		*faults = append(*faults, list.Rename(trustOption)...)
	}
	p.Role.resolve(r, s.publisher.Dev, faults)
	return r
}

const policyQuota = float64(policy.TrustPolicyQuota)

// trustOption returns the prop behind an option of package trust.
func trustOption(option string) string {
	if option == "ProviderARN" {
		return "OidcProvider.Arn"
	}
	return "Trust." + option
}

// refuseWithoutTrust reports props that would be dropped silently.
func (p *CiPublisherProps) refuseWithoutTrust(faults *fault.List) {
	const problem, remedy = "is set, but without {Trust} there is no role", "set {Trust}, or leave this unset"
	if p.OidcProvider != nil {
		faults.Add("OidcProvider", "", problem, remedy)
	}
	if p.Role != nil {
		faults.Add("Role", "", problem, remedy)
	}
}

func (s *TrustSubject) plain() trust.Subject {
	if s == nil {
		return trust.Subject{}
	}
	plain := trust.Subject{
		Repositories: texts(s.Repositories),
		BothForms:    value(s.BothForms, false),
		Branches:     texts(s.Branches),
		Tags:         texts(s.Tags),
		Environments: texts(s.Environments),
		PullRequests: value(s.PullRequests, false),
		AnyRef:       value(s.AnyRef, false),
		RunPhases:    texts(s.RunPhases),
		Raw:          texts(s.Raw),
	}
	for claim, values := range value(s.Claims, nil) {
		if plain.Claims == nil {
			plain.Claims = trust.Claims{}
		}
		plain.Claims[claim] = texts(values)
	}
	return plain
}

// texts returns the strings of a prop; a nil element counts as empty, which
// validation refuses where it means nothing.
func texts(prop *[]*string) []string {
	if prop == nil {
		return nil
	}
	plain := make([]string, len(*prop))
	for i, text := range *prop {
		plain[i] = value(text, "")
	}
	return plain
}

func (p *RoleProps) resolve(r *roleSettings, dev bool, faults *fault.List) {
	if p == nil {
		p = &RoleProps{}
	}
	option := "Role.Name"
	if p.Name == nil {
		option = "PolicyName"
	}
	r.name = value(p.Name, r.name)
	r.path = value(p.Path, r.path)
	r.description = "Publishes artifacts from CI"
	if dev {
		r.description = "Publishes dev artifacts from CI"
	}
	r.description = value(p.Description, r.description)
	validateName(faults, option, r.name, maxRoleName)
	if p.Path != nil {
		validatePath(faults, "Role.Path", r.path)
	}
	validateDescription(faults, "Role.Description", r.description)
	validateSession(faults, "Role.MaxSessionDuration", p.MaxSessionDuration)
}

// validateDescription holds a text against the rules of a role's description.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func validateDescription(faults *fault.List, option, text string) {
	literal := policy.WithoutTokens(text)
	if n := utf8.RuneCountInString(literal); n > maxDescription {
		faults.Add(option, text, "has "+strconv.Itoa(n)+" characters", "shorten it to "+strconv.Itoa(maxDescription)+" at most")
	}
	if strings.ContainsFunc(literal, func(r rune) bool {
		return r != '\t' && r != '\n' && r != '\r' && (r < 0x20 || r == 0x7f || r > 0xff || 0x7f < r && r < 0xa1)
	}) {
		faults.Add(option, text, "has characters that IAM does not allow in a description", "use printable Latin-1 characters")
	}
}

func validateSession(faults *fault.List, option string, duration awscdk.Duration) {
	if duration == nil || *duration.IsUnresolved() {
		return
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if seconds < minSessionSeconds || seconds > maxSessionSeconds {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a session length that IAM allows", "choose 1 to 12 hours")
	}
}
