package trust

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

const gitHubURL = "https://token.actions.githubusercontent.com"

// gitHubClaims are the claims of GitHub's tokens that AWS has condition keys
// for, since January 2026. GitHub signs many more (runner_environment,
// event_name, repository_visibility, workflow_ref …); AWS evaluates none of
// those. AWS lists the keys for github.com, for an enterprise's own path
// there and for GHE.com, and none for an Enterprise Server.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
// https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
var gitHubClaims = []Claim{
	ClaimActor, ClaimActorID, ClaimEnterpriseID, ClaimEnvironment, ClaimJobWorkflowRef,
	ClaimRef, ClaimRepository, ClaimRepositoryID, ClaimRepositoryOwnerID, ClaimWorkflow,
}

// gitHubIssuer has what all of GitHub's issuers share. Their usual client is
// the action aws-actions/configure-aws-credentials, whose audience is
// sts.amazonaws.com unless its input says otherwise. For China, its
// documentation names sts.amazonaws.com.cn; reports conflict on whether AWS
// also takes the other there, so Options.Audience overrides it.
//
// https://github.com/aws-actions/configure-aws-credentials#oidc
func gitHubIssuer(name, url string, claims []Claim, dialect gitHub) Issuer {
	fields := []field{fieldRepositories, fieldBranches, fieldTags, fieldEnvironments, fieldPullRequests, fieldAnyRef}
	if dialect.immutable {
		fields = append(fields, fieldBothForms)
	}
	return Issuer{
		name:              name,
		url:               url,
		audience:          "sts.amazonaws.com",
		partitionAudience: map[string]string{"aws-cn": "sts.amazonaws.com.cn"},
		claims:            claims,
		fields:            fields,
		grammar:           dialect,
	}
}

// GitHub returns the issuer of GitHub Actions on github.com.
//
// https://docs.github.com/en/actions/reference/security/oidc
func GitHub() Issuer {
	return gitHubIssuer("GitHub", gitHubURL, gitHubClaims, gitHub{immutable: true})
}

var gitHubKind = kind{name: "github", new: func([]string) Issuer { return GitHub() }, match: exactly(GitHub())}

// GitHubEnterprise returns the issuer of an enterprise on github.com that has
// its own path there, https://token.actions.githubusercontent.com/SLUG.
//
// https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc#customizing-the-issuer-value-for-an-enterprise
func GitHubEnterprise(slug string) Issuer {
	issuer := gitHubIssuer("GitHub Enterprise", gitHubURL+"/"+slug, gitHubClaims, gitHub{immutable: true})
	if !isLabel(slug) {
		issuer.faults.Add("Issuer", slug, "is not the slug of an enterprise", "write the part of its address after github.com/enterprises/")
	}
	return issuer
}

var gitHubEnterpriseKind = kind{
	name: "github-enterprise", parameters: []string{"SLUG"},
	new: func(p []string) Issuer { return GitHubEnterprise(p[0]) },
	match: func(iss string) (Issuer, bool) {
		slug, ok := strings.CutPrefix(iss, gitHubURL+"/")
		return GitHubEnterprise(slug), ok && isLabel(slug)
	},
}

// GitHubEnterpriseCloud returns the issuer of an enterprise with data
// residency on GHE.com, https://token.actions.SUBDOMAIN.ghe.com.
//
// https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc#substituted-values-on-ghecom
func GitHubEnterpriseCloud(subdomain string) Issuer {
	issuer := gitHubIssuer("GHE.com", "https://token.actions."+subdomain+".ghe.com", gitHubClaims, gitHub{immutable: true})
	if !isLabel(subdomain) {
		issuer.faults.Add("Issuer", subdomain, "is not the subdomain of an enterprise on GHE.com", `write "octocorp" for octocorp.ghe.com`)
	}
	return issuer
}

var gitHubEnterpriseCloudKind = kind{
	name: "github-enterprise-cloud", parameters: []string{"SUBDOMAIN"},
	new: func(p []string) Issuer { return GitHubEnterpriseCloud(p[0]) },
	match: func(iss string) (Issuer, bool) {
		host, ok := strings.CutPrefix(iss, "https://token.actions.")
		subdomain, ghe := strings.CutSuffix(host, ".ghe.com")
		return GitHubEnterpriseCloud(subdomain), ok && ghe && isLabel(subdomain)
	},
}

// GitHubEnterpriseServer returns the issuer of a GitHub Enterprise Server,
// https://HOST/_services/token. Its tokens never have the immutable subject,
// and AWS evaluates only aud and sub of them.
//
// https://docs.github.com/en/enterprise-server@3.19/actions/reference/security/oidc
func GitHubEnterpriseServer(host string) Issuer {
	issuer := gitHubIssuer("GitHub Enterprise Server", "https://"+host+"/_services/token", nil, gitHub{server: true})
	if policy.HasToken(host) || !isHost(host) {
		issuer.faults.Add("Issuer", host, "is not a host name in lower case", `write "github.example.com"`)
	}
	return issuer
}

var gitHubEnterpriseServerKind = kind{
	name: "github-enterprise-server", parameters: []string{"HOST"},
	new: func(p []string) Issuer { return GitHubEnterpriseServer(p[0]) },
	match: func(iss string) (Issuer, bool) {
		host, ok := strings.CutPrefix(iss, "https://")
		host, token := strings.CutSuffix(host, "/_services/token")
		return GitHubEnterpriseServer(host), ok && token && isHost(host)
	},
}
