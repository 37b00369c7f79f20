package trust

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
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
	fields := gitHubFields
	if !dialect.immutable {
		fields = slices.DeleteFunc(slices.Clone(fields), func(f field) bool { return f == fieldBothForms })
	}
	return Issuer{
		name:              name,
		url:               url,
		audience:          "sts.amazonaws.com",
		partitionAudience: gitHubAudiences,
		claims:            claims,
		fields:            fields,
		words:             words{"repository", "repositories"},
		advice:            gitHubAdvice,
		grammar:           dialect,
	}
}

// What the issuers have in common is made once: a landing zone makes trust
// policies by the thousands.
var (
	gitHubFields    = []field{fieldRepositories, fieldBranches, fieldTags, fieldEnvironments, fieldPullRequests, fieldAnyRef, fieldBothForms}
	gitHubAudiences = map[string]string{"aws-cn": "sts.amazonaws.com.cn"}
)

var gitHubAdvice = map[string]string{
	riskWholeOwner: "Name the repositories, or add the claim job_workflow_ref to trust one workflow only.",
	riskAnyRef:     "Name the branches or tags, or a protected environment.",
	riskRawPattern: "Where that leaves the context open, it takes in every branch and tag, pull requests, and environments without protection. " +
		"Write the subject in full, or name branches, tags and environments.",
	riskMissingIDs: "Write the ids, as in \"OWNER@ID/NAME@ID\", where the repository sends immutable subjects; else add the claim repository_id or repository_owner_id.",
}

// GitHub returns the issuer of GitHub Actions on github.com.
//
// https://docs.github.com/en/actions/reference/security/oidc
func GitHub() Issuer { return gitHubDotCom }

var gitHubDotCom = gitHubIssuer("GitHub", gitHubURL, gitHubClaims, gitHub{immutable: true})

var gitHubKind = kind{
	name: "github", function: "GitHub", new: func([]string) Issuer { return GitHub() },
	match: exactly(GitHub()), host: onHost("token.actions.githubusercontent.com"),
}

// GitHubEnterprise returns the issuer of an enterprise on github.com that has
// its own path there, https://token.actions.githubusercontent.com/SLUG.
//
// https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc#customizing-the-issuer-value-for-an-enterprise
func GitHubEnterprise(slug string) Issuer {
	issuer := gitHubIssuer("GitHub Enterprise", gitHubURL+"/"+slug, gitHubClaims, gitHub{immutable: true})
	issuer.arguments = []string{slug}
	if !isLabel(slug) {
		issuer.faults.Add("Issuer", slug, "is not the slug of an enterprise", "write the part of its address after github.com/enterprises/")
	}
	return issuer
}

var gitHubEnterpriseKind = kind{
	name: "github-enterprise", function: "GitHubEnterprise", parameters: []string{"SLUG"},
	new: func(p []string) Issuer { return GitHubEnterprise(p[0]) },
	match: func(iss string) (Issuer, bool) {
		slug, ok := strings.CutPrefix(iss, gitHubURL+"/")
		return GitHubEnterprise(slug), ok && isLabel(slug)
	},
}

// GitHubEnterpriseCloud returns the issuer of an enterprise with data
// residency on GHE.com, https://token.actions.SUBDOMAIN.ghe.com. An enterprise
// that has its own path there is written "SUBDOMAIN/SLUG"; AWS's list of
// condition keys does not say whether claims are evaluated under such a path, so
// try a trust that tests some.
//
// https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc#substituted-values-on-ghecom
func GitHubEnterpriseCloud(subdomain string) Issuer {
	name, slug, path := strings.Cut(subdomain, "/")
	url := "https://token.actions." + name + ".ghe.com"
	if path {
		url += "/" + slug
	}
	issuer := gitHubIssuer("GHE.com", url, gitHubClaims, gitHub{immutable: true})
	issuer.arguments = []string{subdomain}
	if !isLabel(name) || path && !isLabel(slug) {
		issuer.faults.Add("Issuer", subdomain, "is not the subdomain of an enterprise on GHE.com", `write "octocorp" for octocorp.ghe.com, and "octocorp/SLUG" where the enterprise's issuer has its slug`)
	}
	return issuer
}

var gitHubEnterpriseCloudKind = kind{
	name: "github-enterprise-cloud", function: "GitHubEnterpriseCloud", parameters: []string{"SUBDOMAIN[/SLUG]"},
	new: func(p []string) Issuer { return GitHubEnterpriseCloud(p[0]) },
	match: func(iss string) (Issuer, bool) {
		host, slug, path := strings.Cut(strings.TrimPrefix(iss, "https://"), "/")
		subdomain := strings.TrimSuffix(strings.TrimPrefix(host, "token.actions."), ".ghe.com")
		if path {
			subdomain += "/" + slug
		}
		issuer := GitHubEnterpriseCloud(subdomain)
		return issuer, issuer.url == iss && len(issuer.faults) == 0
	},
	host: func(host string) bool {
		return strings.HasPrefix(host, "token.actions.") && strings.HasSuffix(host, ".ghe.com")
	},
}

// GitHubEnterpriseServer returns the issuer of a GitHub Enterprise Server,
// https://HOST/_services/token. Its tokens never have the immutable subject,
// and AWS evaluates only aud and sub of them.
//
// https://docs.github.com/en/enterprise-server@3.19/actions/reference/security/oidc
func GitHubEnterpriseServer(host string) Issuer {
	issuer := gitHubIssuer("GitHub Enterprise Server", "https://"+host+"/_services/token", nil, gitHub{server: true})
	issuer.arguments = []string{host}
	issuer.advice = maps.Clone(gitHubAdvice)
	issuer.advice[riskWholeOwner] = "Name the repositories."
	issuer.advice[riskEnvironmentColon] = "Use a name without colon and %3A."
	if token.In(host) || !isHost(host) {
		issuer.faults.Add("Issuer", host, "is not a host name in lower case", `write "github.example.com"`)
	}
	return issuer
}

var gitHubEnterpriseServerKind = kind{
	name: "github-enterprise-server", function: "GitHubEnterpriseServer", parameters: []string{"HOST"},
	new: func(p []string) Issuer { return GitHubEnterpriseServer(p[0]) },
	match: func(iss string) (Issuer, bool) {
		host, ok := strings.CutPrefix(iss, "https://")
		host, token := strings.CutSuffix(host, "/_services/token")
		return GitHubEnterpriseServer(host), ok && token && isHost(host)
	},
	anyHost: true,
}
