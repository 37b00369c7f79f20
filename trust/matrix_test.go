package trust_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

type faultNotice = fault.Notice

// job is what a CI job is, in the words of its service; the matrix says of
// each job whether a trust means it, without a look at any policy.
type job struct {
	owner, name     string
	ownerID, nameID string
	immutable       bool
	// One of the three, in the order in which GitHub prefers them.
	environment string
	pullRequest bool
	ref         string
}

// sub writes the job's subject as GitHub documents it.
func (j job) sub() string {
	repository := j.owner + "/" + j.name
	if j.immutable {
		repository = j.owner + "@" + j.ownerID + "/" + j.name + "@" + j.nameID
	}
	switch {
	case j.environment != "":
		return "repo:" + repository + ":environment:" + j.environment
	case j.pullRequest:
		return "repo:" + repository + ":pull_request"
	}
	return "repo:" + repository + ":ref:" + j.ref
}

// trusted is one way to write a repository in the options.
type trusted struct {
	text      string
	both      bool
	means     func(job) bool
	immutable bool
}

var trustedRepositories = []trusted{
	{text: "acme/app", means: func(j job) bool { return j.owner == "acme" && j.name == "app" && !j.immutable }},
	{text: "acme/*", means: func(j job) bool { return j.owner == "acme" && !j.immutable }},
	{text: "acme@11/app@22", immutable: true, means: func(j job) bool {
		return j.owner == "acme" && j.name == "app" && j.ownerID == "11" && j.nameID == "22" && j.immutable
	}},
	{text: "acme@11/*", immutable: true, means: func(j job) bool {
		return j.owner == "acme" && j.ownerID == "11" && j.immutable
	}},
	{text: "acme@11/app@22", both: true, immutable: true, means: func(j job) bool {
		return j.owner == "acme" && j.name == "app" && j.ownerID == "11" && j.nameID == "22"
	}},
	{text: "acme@11/*", both: true, immutable: true, means: func(j job) bool {
		return j.owner == "acme" && j.ownerID == "11"
	}},
}

// trustedContexts are contexts in the options and what they mean.
var trustedContexts = []struct {
	name  string
	set   func(*trust.Subject)
	means func(job) bool
}{
	{"branch main", func(s *trust.Subject) { s.Branches = []string{"main"} },
		func(j job) bool { return j.context() == "refs/heads/main" }},
	{"branch release/*", func(s *trust.Subject) { s.Branches = []string{"release/*"} },
		func(j job) bool { return j.context() == "refs/heads/release/1.0" }},
	{"tag v1", func(s *trust.Subject) { s.Tags = []string{"v1"} },
		func(j job) bool { return j.context() == "refs/tags/v1" }},
	{"tag v*", func(s *trust.Subject) { s.Tags = []string{"v*"} },
		func(j job) bool { return j.context() == "refs/tags/v1" }},
	{"environment Production:V1", func(s *trust.Subject) { s.Environments = []string{"Production:V1"} },
		func(j job) bool { return j.environment == "Production%3AV1" }},
	{"environment prod-*", func(s *trust.Subject) { s.Environments = []string{"prod-*"} },
		func(j job) bool { return j.environment == "prod-eu" }},
	{"environment main", func(s *trust.Subject) { s.Environments = []string{"main"} },
		func(j job) bool { return j.environment == "main" }},
	{"pull requests", func(s *trust.Subject) { s.PullRequests = true },
		func(j job) bool { return j.context() == "pull_request" }},
	{"any ref", func(s *trust.Subject) { s.AnyRef = true }, func(j job) bool {
		return strings.HasPrefix(j.context(), "refs/heads/") || strings.HasPrefix(j.context(), "refs/tags/")
	}},
	{"main, v1 and prod-*", func(s *trust.Subject) {
		s.Branches, s.Tags, s.Environments = []string{"main"}, []string{"v1"}, []string{"prod-*"}
	}, func(j job) bool {
		return j.context() == "refs/heads/main" || j.context() == "refs/tags/v1" || j.environment == "prod-eu"
	}},
}

func (j job) context() string {
	switch {
	case j.environment != "":
		return "environment"
	case j.pullRequest:
		return "pull_request"
	}
	return j.ref
}

// jobs are every repository in every form and context.
func jobs() []job {
	repositories := []job{
		{owner: "acme", name: "app", ownerID: "11", nameID: "22"},
		{owner: "acme", name: "app", ownerID: "66", nameID: "77"},
		{owner: "acme", name: "sibling", ownerID: "11", nameID: "33"},
		{owner: "acme", name: "app-evil", ownerID: "11", nameID: "34"},
		{owner: "acme-evil", name: "app", ownerID: "12", nameID: "35"},
		{owner: "Acme", name: "app", ownerID: "11", nameID: "22"},
	}
	contexts := []job{
		{ref: "refs/heads/main"}, {ref: "refs/heads/main-evil"}, {ref: "refs/heads/release/1.0"}, {ref: "refs/heads/release-evil"},
		{ref: "refs/tags/v1"}, {ref: "refs/tags/main"}, {ref: "refs/pull/7/merge"}, {pullRequest: true},
		{environment: "Production%3AV1"}, {environment: "prod-eu"}, {environment: "prod"}, {environment: "main"},
		{environment: "a:ref:refs/heads/main"}, {environment: "a%3Aref%3Arefs/heads/main"}, {environment: "a:pull_request"},
		{environment: "a:environment:prod-eu"}, {environment: "a:environment:Production%3AV1"},
	}
	var all []job
	for _, r := range repositories {
		for _, immutable := range []bool{false, true} {
			for _, c := range contexts {
				c.owner, c.name, c.ownerID, c.nameID, c.immutable = r.owner, r.name, r.ownerID, r.nameID, immutable
				all = append(all, c)
			}
		}
	}
	return all
}

// evaluates decides without Check: it lists the keys of the request itself.
func evaluates(t testing.TB, d policy.Document, issuer trust.Issuer, token trust.Token) bool {
	t.Helper()
	r := policy.Request{Action: "sts:AssumeRoleWithWebIdentity", Context: policy.Context{}}
	for _, s := range d.Statements {
		r.Principal.Federated = s.Principal.Federated[0]
	}
	for _, claim := range append([]trust.Claim{"aud", "sub"}, issuer.Claims()...) {
		if values := token.Claims[claim]; len(values) > 0 {
			r.Context[issuer.Prefix()+":"+string(claim)] = values
		}
	}
	decision, err := d.Evaluate(r)
	require.NoError(t, err)
	return decision.Allowed()
}

// matrixCase is one trust and what it means.
type matrixCase struct {
	name      string
	options   trust.Options
	means     func(job) bool
	immutable bool
	audience  string
}

func matrix() []matrixCase {
	issuers := []struct {
		issuer trust.Issuer
		server bool
	}{
		{issuer: trust.GitHub()}, {issuer: trust.GitHubEnterprise("octo-inc")},
		{issuer: trust.GitHubEnterpriseCloud("octocorp")}, {issuer: trust.GitHubEnterpriseServer("ghes.example.com"), server: true},
	}
	audiences := map[string]string{"aws": "sts.amazonaws.com", "aws-cn": "sts.amazonaws.com.cn", "aws-us-gov": "sts.amazonaws.com"}
	var cases []matrixCase
	for _, i := range issuers {
		for partition, audience := range audiences {
			for _, r := range trustedRepositories {
				if r.immutable && i.server {
					continue // a server's subjects have no ids
				}
				for _, c := range trustedContexts {
					s := trust.Subject{Repositories: []string{r.text}}
					if !i.server {
						s.BothForms = ptr(r.both)
					}
					c.set(&s)
					form := r.text
					if r.both {
						form += " in both forms"
					}
					cases = append(cases, matrixCase{
						name: fmt.Sprintf("%s/%s/%s/%s", i.issuer.Name(), partition, form, c.name),
						options: trust.Options{
							Issuer: i.issuer, Partition: partition, AccountID: account, Subjects: []trust.Subject{s},
						},
						means:     func(j job) bool { return r.means(j) && c.means(j) },
						immutable: !i.server,
						audience:  audience,
					})
				}
			}
		}
	}
	return cases
}

// Every subject, in every form, of every GitHub issuer, in every partition:
// a token is accepted exactly when the options mean its job.
func TestMatrix(t *testing.T) {
	cases, decisions, accepted := matrix(), 0, 0
	all := jobs()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.options.Validate())
			d := c.options.Document()
			for _, j := range all {
				if j.immutable && !c.immutable {
					continue
				}
				tok := token(j.sub(), "iss", c.options.Issuer.URL(), "aud", c.audience,
					"repository_id", j.nameID, "repository_owner_id", j.ownerID)
				decisions++
				if c.means(j) {
					accepted++
				}
				if got := evaluates(t, d, c.options.Issuer, tok); got != c.means(j) {
					t.Errorf("%s: accepted = %v, want %v\n%s", j.sub(), got, c.means(j), d.Indent())
				}
			}
		})
	}
	assert.GreaterOrEqual(t, len(cases), 500, "trusts")
	assert.Greater(t, accepted, len(cases), "jobs that are meant")
	t.Logf("%d trusts, %d decisions, %d of them accepted", len(cases), decisions, accepted)
}
