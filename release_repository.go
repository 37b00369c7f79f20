package cipublisher

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// ReleaseRepositoryProps customizes an ECR repository for releases.
type ReleaseRepositoryProps struct {
	// RepositoryName is the name of the repository.
	// Default: one that CloudFormation makes up.
	RepositoryName *string
	// FloatingTags are the tags that may move, such as "latest" and "1"; "*"
	// stands for any characters. With DevTags, five at most.
	// Default: "latest".
	FloatingTags *[]*string
	// DevTags are the tags of dev releases, such as "dev-*", which may move and
	// expire: an image that has one of them expires, whatever other tags it has.
	// So who may push here can let a released image expire, by tagging it so.
	// Default: none. Better give dev releases a repository of their own.
	DevTags *[]*string
	// DevExpiration is how long dev images are kept, in whole days. It means
	// nothing without DevTags.
	// Default: 30 days.
	DevExpiration awscdk.Duration
	// EncryptionKey is the key that images are encrypted with.
	// Default: ECR's own encryption.
	EncryptionKey awskms.IKey
	// RemovalPolicy is what happens to the repository when the stack is deleted.
	// Default: it is kept.
	RemovalPolicy awscdk.RemovalPolicy
}

// Limits of ECR on filters of tags.
//
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
const (
	maxExclusions = 5
	maxWildcards  = 2
)

var tagPattern = regexp.MustCompile(`^[0-9a-zA-Z._*-]{1,128}$`)

// NewReleaseRepository makes an ECR repository that is ready for releases: a
// tag, once pushed, stays where it is, except those that float; images are
// scanned as they are pushed; nothing expires unless DevTags say so. It panics with one error that
// lists every fault of the props.
//
// IAM can't tell one tag from another, so what keeps a released tag in place
// is the repository, not the publisher's policy. A tag that may float, may be
// moved by everybody who may push: give dev releases a repository of their
// own (EcrProps.DevRepositories) to keep "latest" from them.
//
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
func NewReleaseRepository(scope constructs.Construct, id *string, props *ReleaseRepositoryProps) awsecr.Repository {
	if props == nil {
		props = &ReleaseRepositoryProps{}
	}
	var faults fault.List
	needPlace(&faults, scope, id)
	faults.Append("", props.Validate())
	if len(faults) > 0 {
		refuse(scope, id, faults)
	}
	repository := &awsecr.RepositoryProps{
		RepositoryName:     props.RepositoryName,
		ImageScanOnPush:    jsii.Bool(true),
		ImageTagMutability: awsecr.TagMutability_IMMUTABLE,
		RemovalPolicy:      props.RemovalPolicy,
	}
	if props.EncryptionKey != nil {
		repository.EncryptionKey = props.EncryptionKey
	}
	var filters []awsecr.ImageTagMutabilityExclusionFilter
	for _, tag := range append(props.floatingTags(), props.devTags()...) {
		filters = append(filters, awsecr.ImageTagMutabilityExclusionFilter_Wildcard(&tag))
	}
	if len(filters) > 0 {
		repository.ImageTagMutability = awsecr.TagMutability_IMMUTABLE_WITH_EXCLUSION
		repository.ImageTagMutabilityExclusionFilters = &filters
	}
	if rules := props.lifecycle(); len(rules) > 0 {
		repository.LifecycleRules = &rules
	}
	return awsecr.NewRepository(scope, id, repository)
}

// lifecycle returns one rule for each dev tag: of the patterns in one rule an
// image must have all.
//
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
func (p *ReleaseRepositoryProps) lifecycle() []*awsecr.LifecycleRule {
	expiration := p.DevExpiration
	if expiration == nil {
		expiration = awscdk.Duration_Days(jsii.Number(30))
	}
	var rules []*awsecr.LifecycleRule
	for _, tag := range p.devTags() {
		rules = append(rules, &awsecr.LifecycleRule{
			Description:    jsii.String("Dev images " + tag),
			TagPatternList: jsii.Strings(tag),
			MaxImageAge:    expiration,
		})
	}
	return rules
}

func (p *ReleaseRepositoryProps) floatingTags() []string {
	if p.FloatingTags == nil {
		return []string{"latest"}
	}
	return texts(p.FloatingTags)
}

func (p *ReleaseRepositoryProps) devTags() []string { return texts(p.DevTags) }

// Validate returns every fault of the props as one error, a fault.List, or nil.
func (p *ReleaseRepositoryProps) Validate() error {
	if p == nil {
		return nil
	}
	var faults fault.List
	validateTagPatterns(&faults, "FloatingTags", p.floatingTags())
	validateTagPatterns(&faults, "DevTags", p.devTags())
	if n := len(p.floatingTags()) + len(p.devTags()); n > maxExclusions {
		faults.Add("{FloatingTags} and {DevTags}", "", "are "+strconv.Itoa(n)+" patterns together, and a repository takes "+strconv.Itoa(maxExclusions),
			"let one pattern with \"*\" stand for several")
	}
	if p.DevExpiration != nil && len(p.devTags()) == 0 {
		faults.Add("DevExpiration", "", "means nothing without {DevTags}", "name the tags of dev releases, or leave it out")
	}
	if p.DevExpiration != nil && !*p.DevExpiration.IsUnresolved() {
		fraction := false
		days := *p.DevExpiration.ToDays(&awscdk.TimeConversionOptions{Integral: &fraction})
		if days < 1 || days != float64(int(days)) {
			faults.Add("DevExpiration", strconv.FormatFloat(days, 'f', -1, 64)+" days", "is no number of days that ECR takes", "choose whole days, one or more")
		}
	}
	return faults.Err()
}

func validateTagPatterns(faults *fault.List, option string, tags []string) {
	for path, tag := range fault.Each(option, tags) {
		switch {
		case token.In(tag):
		case !tagPattern.MatchString(tag):
			faults.Add(path, tag, "is not a pattern of image tags", "use 1 to 128 letters, digits, dots, hyphens, underscores and \"*\"")
		case strings.Trim(tag, "*") == "":
			faults.Add(path, tag, "is every tag, so that none would stay in place", "name the tags that may move")
		case strings.Count(tag, "*") > maxWildcards:
			faults.Add(path, tag, "has more than two \"*\"", "use two at most")
		}
	}
}
