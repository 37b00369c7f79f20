package trust

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// Issuer is a service that signs OpenID Connect tokens for CI jobs. Make one
// with GitHub, GitLab, OIDC and their like; the zero value is GitHub.
type Issuer struct {
	name string
	// url is the iss claim of the issuer's tokens.
	url string
	// audience is what the issuer's tokens for AWS carry in aud.
	audience string
	// partitionAudience holds the partitions where it is another one.
	partitionAudience map[string]string
	// claims are the claims that AWS has condition keys for, beside aud and sub.
	claims []Claim
	// fields are the fields of a Subject that the sub claim has a place for.
	fields []field
	// ownerless is true where a Subject names a repository without its owner,
	// though the sub claim has both.
	ownerless bool
	// grammar turns a Subject into values of the sub claim.
	grammar grammar
	// words are the service's own for what a Subject calls a repository.
	words words
	// advice is what to do about a risk, by the id of its notice, where the
	// service has an answer of its own.
	advice map[string]string
	// identities are the claims that belong to one repository or owner and never
	// pass to another.
	identities []identity
	// arguments of the constructor, as a text that selects the issuer has them.
	arguments []string
	// faults are wrong arguments of the constructor.
	faults fault.List
}

// grammar is how an issuer writes the sub claim.
type grammar interface {
	// compile adds to the builder what the subject at the option path accepts.
	// What the issuer does not name, and its claims, are checked elsewhere.
	compile(b *builder, at place, s Subject)
	// raw says why a raw subject is not bound to one owner; empty when it is.
	raw(subject string) (problem, remedy string)
	// of returns the subjects that accept the token, the reverse of compile, the
	// narrowest first. Empty for a token that does not have the issuer's form.
	of(t Token) []Subject
	// form returns the parts of the subjects, to compare two of them. It has no
	// keys where there is another way, or none.
	form() subjectForm
}

// words are what a service calls a repository.
type words struct{ repository, repositories string }

// identity is a claim that belongs to one repository, or to one owner.
type identity struct {
	claim Claim
	owner bool
}

// kind is one row of the list of issuers.
type kind struct {
	// name selects the issuer where only text can, such as on a command line.
	name string
	// function is the name of the constructor.
	function string
	// parameters of the constructor, as shown to a person.
	parameters []string
	new        func(parameters []string) Issuer
	// match returns the issuer whose tokens carry this issuer URL.
	match func(issuer string) (Issuer, bool)
	// host reports whether every URL on a host belongs to the service. Nil where
	// the service has no host of its own.
	host func(string) bool
	// anyHost is true where match takes every host, and so those of other
	// services too.
	anyHost bool
}

// kinds lists the issuers; the first that matches a URL wins.
var kinds = []kind{
	gitHubKind, gitHubEnterpriseKind, gitHubEnterpriseCloudKind, gitHubEnterpriseServerKind,
	gitLabKind, gitLabSelfManagedKind, bitbucketKind, circleCIKind, terraformKind, buildkiteKind, oidcKind,
}

// IssuerNames returns what ParseIssuer accepts, such as "github" and
// "github-enterprise-server:HOST".
func IssuerNames() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.usage()
	}
	return names
}

func (k kind) usage() string {
	if len(k.parameters) == 0 {
		return k.name
	}
	return k.name + ":" + strings.Join(k.parameters, ",")
}

// ParseIssuer reads an issuer from text: a name of IssuerNames with its
// parameters after a colon, separated by commas. The error is a fault.List
// whose option is "Issuer".
func ParseIssuer(text string) (Issuer, error) {
	name, rest, given := strings.Cut(text, ":")
	var parameters []string
	if given {
		parameters = strings.Split(rest, ",")
	}
	var faults fault.List
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
	switch {
	case i < 0:
		faults.Add("Issuer", text, "is not an issuer this library knows", "write one of "+strings.Join(IssuerNames(), ", "))
	case len(parameters) != len(kinds[i].parameters):
		faults.Add("Issuer", text, "has the wrong number of parameters", "write "+kinds[i].usage())
	default:
		issuer := kinds[i].new(parameters)
		return issuer, issuer.check().Err()
	}
	return Issuer{}, faults.Err()
}

// check returns the faults of the issuer: wrong arguments of its constructor,
// or the URL of another service. The grammar of that service knows which
// subjects would trust strangers; a looser one would be a way round it.
func (i Issuer) check() fault.List {
	faults := slices.Clone(i.faults)
	if len(faults) > 0 {
		return faults
	}
	address := strings.TrimRight(i.url, "/")
	host, _, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	for _, k := range kinds {
		if k.match == nil {
			continue
		}
		switch owner, known := k.match(address); {
		case !known:
		case owner.name != i.name || owner.url != i.url:
			faults.Add("Issuer", i.url, "is the issuer of "+owner.name+", whose subjects have a form of their own", "write "+k.usage())
			return faults
		case !k.anyHost:
			return nil
		}
	}
	for _, k := range kinds {
		if k.host != nil && k.host(host) {
			faults.Add("Issuer", i.url, "is on the host of a service that has its own form of subjects, and is none of its issuers", "write "+k.usage())
			return faults
		}
	}
	return nil
}

// issuerOf returns the issuer of tokens whose iss claim is the URL: one that
// this library knows, else OIDC.
func issuerOf(iss string) Issuer {
	for _, k := range kinds {
		if k.match != nil {
			if issuer, ok := k.match(iss); ok {
				return issuer
			}
		}
	}
	return OIDC(iss, "")
}

// onHost reports whether a host is this one.
func onHost(name string) func(string) bool { return func(host string) bool { return host == name } }

// exactly matches one issuer URL.
func exactly(issuer Issuer) func(string) (Issuer, bool) {
	return func(iss string) (Issuer, bool) { return issuer, iss == issuer.url }
}

func (i Issuer) orDefault() Issuer {
	if i.isUnset() {
		return GitHub()
	}
	return i
}

func (i *Issuer) isUnset() bool { return i.grammar == nil && len(i.faults) == 0 }

// Text returns what ParseIssuer reads as this issuer, such as "github" or
// "circleci:UUID". Empty for Bitbucket's as a token shows it, without the UUID
// of the workspace.
func (i Issuer) Text() string {
	if i.kind().name == "" {
		return ""
	}
	return strings.TrimSuffix(i.kind().name+":"+strings.Join(i.orDefault().arguments, ","), ":")
}

// Go returns the call that makes the issuer, such as
// trust.CircleCI("UUID").
func (i Issuer) Go() string {
	arguments := slices.Clone(i.orDefault().arguments)
	for n, argument := range arguments {
		arguments[n] = strconv.Quote(argument)
	}
	return "trust." + i.kind().function + "(" + strings.Join(arguments, ", ") + ")"
}

// kind returns the row of the list that the issuer is of; of one that only a
// token shows in part, none.
func (i Issuer) kind() kind {
	i = i.orDefault()
	for _, k := range kinds {
		if len(k.parameters) == len(i.arguments) && k.new(i.arguments).name == i.name {
			return k
		}
	}
	return kind{}
}

// Name returns the name of the service, such as "GitHub".
func (i Issuer) Name() string { return i.orDefault().name }

// URL returns the issuer URL: the iss claim of its tokens, and the URL of the
// identity provider in IAM.
func (i Issuer) URL() string { return i.orDefault().url }

// Prefix returns what AWS puts before the colon of the issuer's condition
// keys: its URL without "https://".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
func (i Issuer) Prefix() string { return strings.TrimPrefix(i.URL(), "https://") }

// Audience returns the aud claim that the issuer's usual AWS client asks for
// in a partition. A partition that only the deployment knows gets that of
// "aws". Empty for OIDC without an audience.
func (i Issuer) Audience(partition string) string {
	i = i.orDefault()
	if audience, ok := i.partitionAudience[partition]; ok {
		return audience
	}
	return i.audience
}

// Claims returns the claims, beside aud and sub, that AWS has condition keys
// for. A condition on any other claim of the issuer never matches.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
func (i Issuer) Claims() []Claim { return slices.Clone(i.orDefault().claims) }

// ProviderARN returns the ARN of the issuer's identity provider in an account:
// an account has at most one provider for a URL.
func (i Issuer) ProviderARN(partition, accountID string) string {
	return aws.ARN{Partition: partition, Service: "iam", Account: accountID, Resource: "oidc-provider/" + i.Prefix()}.String()
}

// httpsURL adds a fault unless the text can be the URL of an OIDC provider in
// IAM: https, a host without a port, an optional path, nothing else, at most
// 255 characters.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
func httpsURL(faults *fault.List, text string) {
	if token.In(text) {
		faults.Add("Issuer", text, "is known only at deployment, but condition keys begin with it", "write the URL itself")
		return
	}
	u, err := url.Parse(text)
	remedy := `write it as "https://HOST" or "https://HOST/PATH"`
	switch {
	case err != nil || u.Scheme != "https" || !isHost(u.Hostname()):
		faults.Add("Issuer", text, "is not an https URL", remedy)
	case u.Port() != "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		faults.Add("Issuer", text, "has a port, user, query or fragment, which AWS refuses in a provider's URL", remedy)
	case !isURLPath(u.Path) || u.RawPath != "":
		faults.Add("Issuer", text, "has a path with characters outside letters, digits and -._~/", remedy)
	case len(text) > 255:
		faults.Add("Issuer", text, "is longer than the 255 characters AWS allows", remedy)
	}
}

// isHost reports whether the text is a DNS name in lower case.
func isHost(text string) bool {
	if len(text) > 253 {
		return false
	}
	for _, label := range strings.Split(text, ".") {
		if !isLabel(label) {
			return false
		}
	}
	return strings.Contains(text, ".")
}

func isLabel(label string) bool {
	return len(label) <= 63 && consistsOf(label, lower+digits+"-") && label[0] != '-' && label[len(label)-1] != '-'
}

func isURLPath(path string) bool {
	return path == "" || consistsOf(path, letters+digits+"-._~/")
}

const (
	lower   = "abcdefghijklmnopqrstuvwxyz"
	upper   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	letters = lower + upper
	digits  = "0123456789"
)

// consistsOf reports whether the text is not empty and has no character
// outside the set.
func consistsOf(text, set string) bool {
	for i := range len(text) {
		if strings.IndexByte(set, text[i]) < 0 {
			return false
		}
	}
	return text != ""
}
