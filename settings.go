package cipublisher

import (
	"regexp"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// settings is what the props mean, as plain values: defaults filled in,
// constructs replaced by what identifies them.
type settings struct {
	environment permission.Environment
	publisher   permission.Publisher
	document    policy.Document
	policyName  string
	policyPath  string
	// role is nil without trust props.
	role *roleSettings
}

// Validate returns every fault of the props as one error, a fault.List, or
// nil. What the stack would fill in counts as present.
func (p *CiPublisherProps) Validate() error {
	_, err := p.settings(unknownEnvironment)
	return err
}

// unknownEnvironment stands for a stack that nobody has named yet.
var unknownEnvironment = permission.Environment{
	Partition: "${Token[AWS.Partition.0]}",
	Region:    "${Token[AWS.Region.0]}",
	AccountID: "${Token[AWS.AccountId.0]}",
}

// settings resolves the props in a stack's environment.
func (p *CiPublisherProps) settings(stack permission.Environment) (settings, error) {
	if p == nil {
		p = &CiPublisherProps{}
	}
	var faults fault.List
	s := settings{
		environment: p.environment(stack),
		publisher: permission.Publisher{
			S3:           p.S3.store(&faults),
			ECR:          p.Ecr.store(),
			CodeArtifact: p.CodeArtifact.store(),
			AllowDelete:  value(p.AllowDelete, true),
			Dev:          value(p.Dev, false),
		},
	}
	faults.Append("", s.publisher.Validate(s.environment))

	s.policyName = "publisher"
	if s.publisher.Dev {
		s.policyName = "publisher-dev"
	}
	s.policyName = value(p.PolicyName, s.policyName)
	s.policyPath = value(p.PolicyPath, "/ci/")
	validateName(&faults, "PolicyName", s.policyName, maxPolicyName)
	validatePath(&faults, "PolicyPath", s.policyPath)

	s.role = p.role(stack, s, &faults)

	if len(faults) > 0 {
		return settings{}, faults
	}
	s.document = policy.New(s.publisher.Statements(s.environment)...)
	return s, nil
}

// environment is where the stores are: what the props say, else the stack's.
// A region that is named decides the partition, because the stack may stand
// elsewhere.
func (p *CiPublisherProps) environment(stack permission.Environment) permission.Environment {
	e := permission.Environment{
		Partition: stack.Partition,
		Region:    value(p.Region, stack.Region),
		AccountID: value(p.AccountId, stack.AccountID),
	}
	if p.Region != nil && !policy.HasToken(*p.Region) {
		e.Partition = permission.PartitionOf(*p.Region)
	}
	e.Partition = value(p.Partition, e.Partition)
	return e
}

func (p *S3Props) store(faults *fault.List) *permission.S3 {
	if p == nil {
		return nil
	}
	s := &permission.S3{
		BucketName: value(p.BucketName, ""),
		Prefix:     value(p.Prefix, ""),
		DevPrefix:  value(p.DevPrefix, permission.DefaultDevPrefix),
	}
	if p.Bucket == nil {
		return s
	}
	name := *p.Bucket.BucketName()
	if p.BucketName != nil && s.BucketName != name {
		faults.Add("S3.BucketName", s.BucketName, "and {S3.Bucket} are two different buckets", "set one of them")
	}
	s.BucketName = name
	return s
}

func (p *EcrProps) store() *permission.ECR {
	if p != nil && !value(p.Enabled, true) {
		return nil
	}
	return &permission.ECR{}
}

func (p *CodeArtifactProps) store() *permission.CodeArtifact {
	if p == nil {
		return nil
	}
	return &permission.CodeArtifact{DomainName: value(p.DomainName, "")}
}

// value returns what a prop points to, or its default.
func value[T any](prop *T, otherwise T) T {
	if prop == nil {
		return otherwise
	}
	return *prop
}

// Quotas of IAM, in characters.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	maxPolicyName = 128
	maxPath       = 512
)

var (
	nameShape = regexp.MustCompile(`^[\w+=,.@-]+$`)
	// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
	pathShape = regexp.MustCompile(`^(/|/[\x21-\x7e]+/)$`)
)

func validateName(faults *fault.List, option, name string, limit int) {
	literal := policy.WithoutTokens(name)
	switch {
	case name == "":
		faults.Add(option, "", "is empty", "leave it unset for the default, or write 1 to "+strconv.Itoa(limit)+" characters")
	case literal == "":
	case !nameShape.MatchString(literal):
		faults.Add(option, name, "has characters that IAM does not allow in a name", "use letters, digits and _+=,.@-")
	case len(literal) > limit:
		faults.Add(option, name, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(limit)+" at most")
	}
}

func validatePath(faults *fault.List, option, path string) {
	literal := policy.WithoutTokens(path)
	switch {
	case policy.HasToken(path) && literal == "":
	case !policy.HasToken(path) && !pathShape.MatchString(path):
		faults.Add(option, path, "is not an IAM path", `begin and end it with "/", as in "/ci/", with printable characters and no spaces between`)
	case len(literal) > maxPath:
		faults.Add(option, path, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(maxPath)+" at most")
	}
}
