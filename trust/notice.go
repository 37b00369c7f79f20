package trust

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// risk is something legal that a person should know, and what it is about.
type risk struct {
	id    string
	about []string
}

// warning is one kind of risk: what it allows, to whom, and what to do.
type warning struct {
	id string
	// text has one %s, for what the risk is about, {repository} and
	// {repositories} for the issuer's words, and {publish} for what jobs do with the role.
	text string
	// advice is what to do, unless the issuer has its own.
	advice string
	// note is true for mere information.
	note bool
	// dev is true for what a dev publisher is expected to do.
	dev bool
}

// The kinds of risk, in the order of the notices.
const (
	riskWholeOwner            = "trust-whole-owner"
	riskWholeOwnerEnvironment = "trust-whole-owner-environment"
	riskPullRequests          = "trust-pull-requests"
	riskAnyRef                = "trust-any-ref"
	riskAnyEnvironment        = "trust-any-environment"
	riskRawPattern            = "trust-raw-pattern"
	riskLoosePattern          = "trust-loose-pattern"
	riskMissingIDs            = "trust-missing-ids"
	riskCase                  = "trust-case"
	riskServerColon           = "trust-server-colon"
	riskClaimsPartition       = "trust-claims-partition"
	riskEnvironment           = "trust-environment-protection"
	riskPullRequestTarget     = "trust-pull-request-target"
	riskUnprotectedRef        = "trust-unprotected-ref"
	riskEnvironmentColon      = "trust-environment-colon"
	riskForks                 = "trust-forks"
	riskForkMergeRequests     = "trust-fork-merge-requests"
	riskSpeculativePlan       = "trust-speculative-plan"
)

var warnings = []warning{
	{id: riskWholeOwner, dev: true, text: "The role trusts every {repository} of %s, also ones that are made later. " +
		"Whoever can write to any of them, or make one, can {publish}.", advice: "Name the {repositories}."},
	{id: riskWholeOwnerEnvironment, text: "The role trusts an environment of every repository of %s. " +
		"Whoever can write to any of them can make an environment of that name without protection rules and {publish}. " +
		"Name the repositories, or restrict who may make environments and repositories."},
	{id: riskPullRequests, text: "The role trusts pull requests of %s. " +
		"They run code that nobody has reviewed: whoever can push a branch can {publish}. Trust a branch or a protected environment instead."},
	{id: riskAnyRef, dev: true, text: "The role trusts %s. " +
		"Whoever can push one can {publish} from it."},
	{id: riskAnyEnvironment, text: "The role trusts every environment of %s. " +
		"A job can name an environment that does not exist yet, without any protection rule. Name the environment."},
	{id: riskRawPattern, text: "The role trusts every subject that begins with %s.",
		advice: "However the rest reads, the job is admitted. Write the subject in full."},
	{id: riskLoosePattern, text: "The pattern %s also accepts names that go on with letters, such as the name with \"-evil\" after it. " +
		"End it in a separator before the \"*\", as in \"release/*\", or protect every name that it matches."},
	{id: riskMissingIDs, text: "The trust of %s is by name alone. " +
		"After a rename, a transfer or a deletion somebody else can take the name and {publish} (resurrection)."},
	{id: riskCase, text: "The repositories %s differ in case alone. IAM compares with case, and GitHub sends one spelling, " +
		"so that one of them trusts nobody. Write the name as GitHub shows it."},
	{id: riskServerColon, text: "The environment %s has a colon. " +
		"GitHub Enterprise Server writes it as %%3A only since version 3.19; older ones send a subject that this trust refuses."},
	{id: riskClaimsPartition, text: "AWS has announced condition keys for the claims %s in its commercial Regions. " +
		"Where the account's partition does not have them, the role refuses every token. Try it before you rely on it."},
	{id: riskEnvironment, note: true, text: "IAM can't tell whether the environment %s is protected: " +
		"where it is not, any writer of the repository can name it in a job.", advice: "Give it reviewers, or restrict its branches."},
	{id: riskPullRequestTarget, note: true, text: "IAM can't distinguish a push from pull_request_target: " +
		"a workflow with that trigger runs for strangers' pull requests, with the subject of the branch it targets (%s). " +
		"Don't use it with untrusted code, or trust a protected environment instead."},
	{id: riskEnvironmentColon, text: "The environment %s shares its subject with another: GitHub writes a colon in a name as %%3A, and %%3A as it is. " +
		"Whoever can make the other one can {publish}.", advice: "Add the claim environment with the name, or use one without colon and %3A."},
	{id: riskSpeculativePlan, text: "The role trusts plans of %s. A speculative plan runs for whatever a pull request proposes, before anybody has reviewed it, " +
		"and a plan can run programs.", advice: "Trust the phase apply alone, and give plans a role that can only read."},
	{id: riskForks, note: true, text: "Where %s passes secrets to builds from forked pull requests, which is off by default, the jobs of a fork are admitted too: " +
		"only vcs-origin in the subject of CIRCLE_OIDC_TOKEN_V2 differs.", advice: "Leave that setting off."},
	{id: riskForkMergeRequests, note: true, text: "GitLab before 18.2.2 gives the pipeline of a merge request from a fork the subject of the project that it is for (%s), " +
		"so that a stranger's branch can pass for yours.", advice: "Upgrade the instance before it publishes."},
	{id: riskUnprotectedRef, note: true, text: "The subject names the ref of %s whether it is protected or not. " +
		"Protect it, or add the claim ref_protected with the value true."},
}

// risk records a risk once for each thing it is about.
func (b *builder) risk(id, about string) {
	if !b.assessing {
		return
	}
	i := slices.IndexFunc(b.risks, func(r risk) bool { return r.id == id })
	if i < 0 {
		b.risks = append(b.risks, risk{id: id, about: []string{about}})
		return
	}
	if !slices.Contains(b.risks[i].about, about) {
		b.risks[i].about = append(b.risks[i].about, about)
	}
}

// notices returns the risks as notices, one for each kind.
func (b *builder) notices(verb string) []fault.Notice {
	var list []fault.Notice
	for _, w := range warnings {
		i := slices.IndexFunc(b.risks, func(r risk) bool { return r.id == w.id })
		if i < 0 || w.dev && b.options.Dev {
			continue
		}
		list = append(list, fault.Notice{ID: w.id, Text: b.wording(w, b.risks[i].about, verb), Note: w.note})
	}
	return list
}

// wording returns the text of a warning in the issuer's words.
func (b *builder) wording(w warning, about []string, verb string) string {
	advice := w.advice
	if own, ok := b.issuer.advice[w.id]; ok {
		advice = own
	}
	return strings.TrimSpace(fmt.Sprintf(b.inWords(w.text, verb), fault.Enumerate(about)) + " " + b.inWords(advice, verb))
}

// inWords returns a text with the issuer's words and the verb in it.
func (b *builder) inWords(text, verb string) string {
	text = strings.ReplaceAll(text, "{repository}", b.issuer.words.repository)
	text = strings.ReplaceAll(text, "{repositories}", b.issuer.words.repositories)
	return strings.ReplaceAll(text, "{publish}", verb)
}

// repositoryRisks are those of trusting a GitHub repository at all.
func (b *builder) repositoryRisks(r repository, s Subject) {
	if !b.assessing {
		return
	}
	name, key := strings.TrimPrefix(r.plain(), "repo:"), r.key()
	if r.whole {
		b.risk(riskWholeOwner, r.owner)
	}
	if r.ownerID == "" && len(b.issuer.claims) > 0 && len(s.Claims[ClaimRepositoryID])+len(s.Claims[ClaimRepositoryOwnerID]) == 0 {
		b.risk(riskMissingIDs, name)
	}
	spelling, seen := b.spellings[key]
	if !seen {
		b.spellings[key] = name
	} else if spelling != name {
		b.risk(riskCase, spelling+" and "+name)
	}
}

// rawRisks are those of a raw subject.
func (b *builder) rawRisks(subject string, pattern bool, s Subject) {
	if !b.assessing {
		return
	}
	if pattern {
		b.risk(riskRawPattern, strconv.Quote(strings.TrimSuffix(subject, "*")))
	}
	p, ok := split(subject)
	if !ok || !isGitHub(*b.issuer) || token.In(subject) {
		return
	}
	b.repositoryRisks(repository{owner: p.owner, name: p.name, ownerID: p.ownerID, whole: p.name == "*"}, s)
}

// contextRisks are those of the contexts of a GitHub repository.
func (b *builder) contextRisks(r repository, contexts []context) {
	if !b.assessing {
		return
	}
	name := strings.TrimPrefix(r.plain(), "repo:")
	for _, c := range contexts {
		branch := strings.HasPrefix(c.text, "ref:refs/heads/")
		switch {
		case c.text == "pull_request":
			b.risk(riskPullRequests, name)
		case c.environment && c.name == "*":
			b.risk(riskAnyEnvironment, name)
		case c.environment:
			b.risk(riskEnvironment, c.name)
		case c.name == "*" && branch:
			b.risk(riskAnyRef, "every branch of "+name)
			b.risk(riskPullRequestTarget, "any branch")
		case c.name == "*":
			b.risk(riskAnyRef, "every tag of "+name)
		case branch:
			b.risk(riskPullRequestTarget, c.name)
		}
		if c.environment && r.whole {
			b.risk(riskWholeOwnerEnvironment, r.owner)
		}
		if c.open {
			b.looseness(c.name)
		}
	}
}

// looseness warns of a pattern whose beginning ends in a letter or digit.
func (b *builder) looseness(name string) {
	beginning := strings.TrimSuffix(name, "*")
	if beginning != "" && strings.IndexByte(letters+digits, beginning[len(beginning)-1]) >= 0 {
		b.risk(riskLoosePattern, strconv.Quote(name))
	}
}

// colons warns of environments that share their subject with another, unless
// the claim says which one is meant, and of those that older servers write in
// another way.
func (b *builder) colons(s Subject, server bool) {
	for _, e := range s.Environments {
		name := token.Without(e)
		colon := strings.Contains(name, ":")
		if (colon || strings.Contains(name, "%3A")) && !slices.Contains(s.Claims[ClaimEnvironment], e) {
			b.risk(riskEnvironmentColon, e)
		}
		if colon && server {
			b.risk(riskServerColon, e)
		}
	}
}

// claimRisks are those of testing claims at all.
func (b *builder) claimRisks(r rule) {
	if !b.assessing {
		return
	}
	if p := b.options.partition(); p == "aws" || token.In(p) {
		return
	}
	if r.id.claim != "" {
		b.risk(riskClaimsPartition, string(r.id.claim))
	}
	for claim := range r.claims {
		b.risk(riskClaimsPartition, string(claim))
	}
}
