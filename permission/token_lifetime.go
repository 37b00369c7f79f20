package permission

import (
	"strconv"
	"time"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Lifetimes of CodeArtifact's authorization tokens.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
const (
	minTokenLifetime = 15 * time.Minute
	maxTokenLifetime = 12 * time.Hour
)

// TokenLifetime limits how long CodeArtifact's authorization tokens are good
// for. The zero value limits nothing. A client asks for a lifetime of 15
// minutes to 12 hours, for 0, which is as long as the role's session lasts,
// or for none, which is 12 hours.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-iam-identity-based-access-control.html
type TokenLifetime struct {
	// AtMost allows every lifetime up to this one, and that of the session:
	// whole seconds, 15 minutes to 12 hours. A limit below 12 hours refuses
	// clients that ask for no lifetime.
	AtMost time.Duration
	// Exactly allows this lifetime alone, not that of the session: whole
	// seconds, 15 minutes to 12 hours. Excludes AtMost.
	Exactly time.Duration
}

// limits lists the fields of a TokenLifetime with the operators that mean
// them.
func (t TokenLifetime) limits() []tokenLimit {
	return []tokenLimit{
		{"AtMost", "NumericLessThanEquals", t.AtMost},
		{"Exactly", "NumericEquals", t.Exactly},
	}
}

type tokenLimit struct {
	field, operator string
	lifetime        time.Duration
}

func (t TokenLifetime) validate(faults *fault.List, option string) {
	if t.AtMost != 0 && t.Exactly != 0 {
		faults.Add("{"+option+".AtMost} and {"+option+".Exactly}", "", "are both set, and one excludes the other", "leave one of them out")
	}
	for _, l := range t.limits() {
		if l.lifetime != 0 && (l.lifetime < minTokenLifetime || l.lifetime > maxTokenLifetime || l.lifetime%time.Second != 0) {
			faults.Add(option+"."+l.field, l.lifetime.String(), "is not a lifetime that CodeArtifact gives to tokens",
				"choose 15 minutes to 12 hours (900 to 43200 seconds), in whole seconds")
		}
	}
}

// limit adds the condition to the statement that grants
// sts:GetServiceBearerToken.
func (t TokenLifetime) limit(s *policy.Statement) {
	for _, l := range t.limits() {
		if l.lifetime != 0 {
			s.Conditions[l.operator] = map[string][]string{"sts:DurationSeconds": {strconv.Itoa(int(l.lifetime / time.Second))}}
		}
	}
}

func (t TokenLifetime) notices(option string) []fault.Notice {
	var all []fault.Notice
	for _, l := range t.limits() {
		if l.lifetime != 0 && l.lifetime < maxTokenLifetime {
			all = append(all, fault.Notice{ID: "codeartifact-token-lifetime", Text: "{" + option + "." + l.field + "} refuses clients that ask for no lifetime, " +
				"because that means 12 hours; have them run aws codeartifact login with --duration-seconds " + strconv.Itoa(int(l.lifetime/time.Second)), Note: true})
		}
	}
	return all
}
