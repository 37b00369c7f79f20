package trust_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/trust"
)

// supported says which fields of a Subject each issuer has a place for in its
// sub claim, beside Raw and Claims, which every issuer takes.
var supported = map[string]string{
	"github":                   "Repositories BothForms Branches Tags Environments PullRequests AnyRef",
	"github-enterprise":        "Repositories BothForms Branches Tags Environments PullRequests AnyRef",
	"github-enterprise-cloud":  "Repositories BothForms Branches Tags Environments PullRequests AnyRef",
	"github-enterprise-server": "Repositories Branches Tags Environments PullRequests AnyRef",
	"gitlab":                   "Repositories Branches Tags AnyRef",
	"gitlab-self-managed":      "Repositories Branches Tags AnyRef",
	"bitbucket":                "Repositories Environments AnyRef",
	"circleci":                 "Repositories AnyRef",
	"terraform":                "Repositories RunPhases AnyRef",
	"buildkite":                "Repositories Branches Tags AnyRef",
	"oidc":                     "",
}

// set sets one field of a subject to some value.
func set(s *trust.Subject, name string) {
	switch field := reflect.ValueOf(s).Elem().FieldByName(name); field.Kind() {
	case reflect.Bool:
		field.SetBool(true)
	case reflect.Pointer:
		field.Set(reflect.ValueOf(ptr(true)))
	case reflect.Slice:
		field.Set(reflect.ValueOf([]string{"x"}))
	default:
		field.Set(reflect.ValueOf(trust.Claims{"x": {"x"}}))
	}
}

// Every field of Subject, those that are yet to be added included: an issuer
// takes it because it names it, and refuses it otherwise.
func TestAnIssuerRefusesEveryFieldItDoesNotName(t *testing.T) {
	require.Len(t, supported, len(trust.IssuerNames()), "a row for every issuer")
	for _, i := range issuers {
		kind, _, _ := strings.Cut(i.text, ":")
		names := append(strings.Fields(supported[kind]), "Raw", "Claims")
		for _, field := range reflect.VisibleFields(reflect.TypeFor[trust.Subject]()) {
			t.Run(i.text+"/"+field.Name, func(t *testing.T) {
				s := trust.Subject{Raw: []string{"x"}}
				set(&s, field.Name)
				var faults fault.List
				faults.Append("", issuedBy(i.issuer, s).Validate())
				refused := slices.ContainsFunc(faults, func(f fault.Fault) bool {
					return f.Option == "Subjects[0]."+field.Name && strings.Contains(f.Problem, "has no place in the subjects of")
				})
				assert.Equal(t, !slices.Contains(names, field.Name), refused, "%v", faults)
			})
		}
	}
}

// An empty list is a fault in every field that is a list, beside whatever else
// the subject says.
func TestAnEmptyListIsRefused(t *testing.T) {
	lists := 0
	for _, field := range reflect.VisibleFields(reflect.TypeFor[trust.Subject]()) {
		if field.Type.Kind() != reflect.Slice {
			continue
		}
		lists++
		s := trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Raw: []string{"repo:acme/app:pull_request"}}
		reflect.ValueOf(&s).Elem().FieldByName(field.Name).Set(reflect.ValueOf([]string{}))
		assert.ErrorContains(t, subject(s).Validate(), "Subjects[0]."+field.Name+" is an empty list; leave it out or name something")
	}
	assert.Equal(t, 6, lists)
}

// What a refusal offers instead is what the issuer takes.
func TestTheRemedyOffersTheIssuersOwnContexts(t *testing.T) {
	for _, c := range []struct {
		issuer trust.Issuer
		field  string
		remedy string
	}{
		{trust.GitLab(), "Environments", "leave it out, and use one of {Subjects[0].Branches}, {Subjects[0].Tags}, {Subjects[0].AnyRef}"},
		{trust.CircleCI(uuid1), "Branches", "leave it out, and use {Subjects[0].AnyRef}"},
		{trust.GitLab(), "BothForms", "leave it out"},
		{trust.OIDC("https://ci.example.com", "x"), "Branches", "leave it out"},
		{trust.OIDC("https://ci.example.com", "x"), "Repositories", "write the subjects in {Subjects[0].Raw}"},
	} {
		s := trust.Subject{Raw: []string{"x"}}
		set(&s, c.field)
		var faults fault.List
		faults.Append("", issuedBy(c.issuer, s).Validate())
		assert.True(t, slices.ContainsFunc(faults, func(f fault.Fault) bool {
			return f.Option == "Subjects[0]."+c.field && f.Remedy == c.remedy
		}), "%s: %v", c.remedy, faults)
	}
}
