package trust_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

const gitLabExample = "https://gitlab.example.com/ci"

// issuers with what AWS and their own pages say of them.
var issuers = []struct {
	text     string
	issuer   trust.Issuer
	url      string
	audience string
	china    string
	claims   int
}{
	{"github", trust.GitHub(), "https://token.actions.githubusercontent.com", "sts.amazonaws.com", "sts.amazonaws.com.cn", 10},
	{"github-enterprise:octo-inc", trust.GitHubEnterprise("octo-inc"), "https://token.actions.githubusercontent.com/octo-inc", "sts.amazonaws.com", "sts.amazonaws.com.cn", 10},
	{"github-enterprise-cloud:octocorp", trust.GitHubEnterpriseCloud("octocorp"), "https://token.actions.octocorp.ghe.com", "sts.amazonaws.com", "sts.amazonaws.com.cn", 10},
	{"github-enterprise-cloud:octocorp/octo-inc", trust.GitHubEnterpriseCloud("octocorp/octo-inc"), "https://token.actions.octocorp.ghe.com/octo-inc", "sts.amazonaws.com", "sts.amazonaws.com.cn", 10},
	{"github-enterprise-server:ghes.example.com", trust.GitHubEnterpriseServer("ghes.example.com"), "https://ghes.example.com/_services/token", "sts.amazonaws.com", "sts.amazonaws.com.cn", 0},
	{"gitlab", trust.GitLab(), "https://gitlab.com", "https://gitlab.com", "https://gitlab.com", 9},
	{"gitlab-self-managed:" + gitLabExample, trust.GitLabSelfManaged(gitLabExample + "/"), gitLabExample, gitLabExample, gitLabExample, 0},
	{"bitbucket:acme," + uuid1, trust.Bitbucket("acme", "{"+uuid1+"}"), "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
		"ari:cloud:bitbucket::workspace/" + uuid1, "ari:cloud:bitbucket::workspace/" + uuid1, 0},
	{"circleci:" + uuid1, trust.CircleCI(uuid1), "https://oidc.circleci.com/org/" + uuid1, uuid1, uuid1, 1},
	{"terraform", trust.Terraform(), "https://app.terraform.io", "aws.workload.identity", "aws.workload.identity", 0},
	{"buildkite", trust.Buildkite(), "https://agent.buildkite.com", "sts.amazonaws.com", "sts.amazonaws.com", 7},
	{"oidc:https://ci.example.com,me", trust.OIDC("https://ci.example.com", "me"), "https://ci.example.com", "me", "me", 0},
}

func TestIssuers(t *testing.T) {
	for _, c := range issuers {
		t.Run(c.text, func(t *testing.T) {
			parsed, err := trust.ParseIssuer(c.text)
			require.NoError(t, err)
			for _, i := range []trust.Issuer{c.issuer, parsed} {
				assert.Equal(t, c.url, i.URL())
				assert.Equal(t, strings.TrimPrefix(c.url, "https://"), i.Prefix())
				assert.Equal(t, c.audience, i.Audience("aws"))
				assert.Equal(t, c.audience, i.Audience("aws-us-gov"))
				assert.Equal(t, c.audience, i.Audience("${Token[AWS.Partition.1]}"))
				assert.Equal(t, c.china, i.Audience("aws-cn"))
				assert.Len(t, i.Claims(), c.claims)
				assert.Equal(t, "arn:aws-cn:iam::123456789012:oidc-provider/"+i.Prefix(), i.ProviderARN("aws-cn", account))
				assert.NotEmpty(t, i.Name())
				assert.Equal(t, c.text, i.Text())
				again, err := trust.ParseIssuer(i.Text())
				require.NoError(t, err)
				assert.Equal(t, i.URL(), again.URL())
				assert.Regexp(t, `^trust\.[A-Z][A-Za-z]+\(("[^"]+"(, )?)*\)$`, i.Go())
			}
			signed, ok := token("x", "iss", c.url).Issuer()
			require.True(t, ok)
			assert.Equal(t, c.url, signed.URL(), "the token's own issuer is found")
			assert.Len(t, signed.Claims(), c.claims, "and what AWS evaluates of it")
		})
	}
	names := trust.IssuerNames()
	kinds := map[string]bool{}
	for _, c := range issuers {
		kind, _, _ := strings.Cut(c.text, ":")
		assert.True(t, slices.ContainsFunc(names, func(n string) bool { return n == kind || strings.HasPrefix(n, kind+":") }), kind)
		kinds[kind] = true
	}
	assert.Len(t, names, len(kinds), "every issuer is tested")
}

func TestTheZeroIssuerIsGitHub(t *testing.T) {
	var zero trust.Issuer
	assert.Equal(t, trust.GitHub().URL(), zero.URL())
	assert.Equal(t, trust.GitHub().Claims(), zero.Claims())
	assert.Equal(t, trust.GitHub().Audience("aws"), zero.Audience("aws"))
	o := subject(main)
	explicit := o
	explicit.Issuer = trust.GitHub()
	assert.Equal(t, document(t, explicit), document(t, o))
}

func TestParseIssuerRefuses(t *testing.T) {
	for text, message := range map[string]string{
		"":                             "is not an issuer this library knows",
		"jenkins":                      "is not an issuer this library knows",
		"github:acme":                  "has the wrong number of parameters; write github",
		"github-enterprise":            "has the wrong number of parameters; write github-enterprise:SLUG",
		"bitbucket:acme":               "write bitbucket:WORKSPACE,UUID",
		"oidc:http://ci.example.com,x": "is not an https URL",
	} {
		_, err := trust.ParseIssuer(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), message)
	}
}

// issuerCase is a subject of an issuer, with subjects of tokens that it means
// and that it does not.
type issuerCase struct {
	name             string
	issuer           trust.Issuer
	subject          trust.Subject
	genuine, hostile []string
}

// Every other issuer: what its subjects mean, and who must not pass.
func TestOtherIssuersSubjects(t *testing.T) {
	for _, c := range slices.Concat(gitLabSubjects, bitbucketSubjects, circleCISubjects, terraformSubjects, buildkiteSubjects, oidcSubjects, gitHubSubjects) {
		t.Run(c.name, func(t *testing.T) {
			o := issuedBy(c.issuer, c.subject)
			d := document(t, o)
			of := func(sub string) trust.Token {
				return token(sub, "iss", c.issuer.URL(), "aud", c.issuer.Audience("aws"))
			}
			for _, sub := range c.genuine {
				assert.True(t, admits(t, d, of(sub)), "genuine %s refused by %s", sub, d.Indent())
				foreign := token(sub, "iss", "https://evil.example.com", "aud", c.issuer.Audience("aws"))
				assert.False(t, admits(t, d, foreign), "%s of another issuer", sub)
				audience := token(sub, "iss", c.issuer.URL(), "aud", "evil")
				assert.False(t, admits(t, d, audience), "%s for another audience", sub)
			}
			for _, sub := range c.hostile {
				assert.False(t, admits(t, d, of(sub)), "hostile %s admitted by %s", sub, d.Indent())
			}
		})
	}
}
