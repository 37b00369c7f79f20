package adopt

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/policy"
)

// places are what documents let somebody publish to.
type places struct {
	buckets, images, public, domains []string            // in their order
	prefixes                         map[string][]string // by bucket
	repositories                     map[string][]string // by the ARN of the domain
	formats                          []string
	key                              string
	regions                          []string
	// wide says what no option names: every bucket, a bucket by a pattern.
	wide []string
}

// placesOf finds the places in the resources of Allow statements.
func placesOf(documents []policy.Document) places {
	p := places{prefixes: map[string][]string{}, repositories: map[string][]string{}}
	for _, d := range documents {
		for _, s := range d.Statements {
			if s.Effect != policy.Allow {
				continue
			}
			for _, resource := range s.Resources {
				arn, isARN := aws.ParseARNPattern(resource)
				if resource == "*" {
					arn, isARN = aws.ARN{Service: "*", Resource: "*", Region: "*"}, true
				}
				if isARN {
					p.add(s, resource, arn)
				}
			}
		}
	}
	return p
}

func (p *places) add(s policy.Statement, resource string, arn aws.ARN) {
	is := func(service, action string) bool {
		return (arn.Service == service || arn.Service == "*") && allows(s, service+":"+action)
	}
	if is("s3", "PutObject") {
		p.object(resource, arn)
	}
	if is("ecr", "PutImage") {
		p.image(arn, &p.images)
	}
	if is("ecr-public", "PutImage") {
		p.image(arn, &p.public)
	}
	if is("codeartifact", "PublishPackageVersion") {
		p.packages(resource, arn)
	}
	if is("kms", "GenerateDataKey") && arn.Type() == "key" && !isPattern(resource) {
		p.key = resource
	}
	if arn.Region != "" && !isPattern(arn.Region) {
		add(&p.regions, arn.Region)
	}
}

// object adds objects of a bucket: those that begin as the pattern does.
func (p *places) object(resource string, arn aws.ARN) {
	bucket, key, found := strings.Cut(arn.Resource, "/")
	switch {
	case bucket == "accesspoint":
		add(&p.wide, "objects through an access point, whose bucket the policy does not name, "+resource)
		return
	case isPattern(bucket):
		add(&p.wide, "buckets by a pattern, "+resource)
		return
	case !found:
		return // the bucket itself, which holds no upload
	}
	add(&p.buckets, bucket)
	prefix := key
	if i := strings.IndexAny(key, "*?$"); i >= 0 {
		prefix = key[:i]
	}
	list := p.prefixes[bucket]
	add(&list, prefix)
	p.prefixes[bucket] = list
}

func (p *places) image(arn aws.ARN, into *[]string) {
	name, ok := strings.CutPrefix(arn.Resource, "repository/")
	switch {
	case arn.Resource == "*":
		add(into, "*")
	case ok:
		add(into, name)
	}
}

// packages adds package/DOMAIN/REPOSITORY/FORMAT/NAMESPACE/NAME.
func (p *places) packages(resource string, arn aws.ARN) {
	parts := strings.Split(arn.Resource, "/")
	if parts[0] != "package" || len(parts) < 2 || isPattern(parts[1]) || isPattern(arn.Region) || isPattern(arn.Account) {
		if arn.Resource == "*" || parts[0] == "package" {
			add(&p.wide, "packages by a pattern, "+resource)
		}
		return
	}
	arn.Resource = "domain/" + parts[1]
	domain := arn.String()
	add(&p.domains, domain)
	repository := "*"
	if len(parts) > 2 {
		repository = parts[2]
	}
	list := p.repositories[domain]
	add(&list, repository)
	p.repositories[domain] = list
	if len(parts) > 3 && !isPattern(parts[3]) {
		add(&p.formats, parts[3])
	}
}

func add(list *[]string, text string) {
	if !slices.Contains(*list, text) {
		*list = append(*list, text)
	}
}

func isPattern(text string) bool { return strings.ContainsAny(text, "*?$") }

// allows reports whether a statement speaks of an action, whatever the resource
// and the conditions.
func allows(s policy.Statement, action string) bool {
	one := policy.Statement{Effect: policy.Allow, Actions: s.Actions, NotActions: s.NotActions, Resources: []string{"*"}}
	decision, err := policy.New(one).Evaluate(policy.Request{Action: action, Resource: "*"})
	return err == nil && decision.Allowed()
}

// settings are the options that name the places, with everything that they can
// grant there.
func (p places) settings(dev bool) Settings {
	s := Settings{}
	if dev {
		s["Dev"] = true
	}
	p.objects(s, dev)
	every := slices.Contains(p.images, "*")
	switch {
	case len(p.images) == 0:
	case dev:
		s["Ecr.DevRepositoryNames"], s["Ecr.RepositoryNames"] = p.images, p.images
	case every:
		s["Ecr.EveryRepository"] = true
	default:
		s["Ecr.RepositoryNames"] = p.images
	}
	if len(p.images) > 0 {
		s["Ecr.Pull"], s["Ecr.Describe"] = true, true
		if !dev {
			s["Ecr.AllowDelete"] = true
		}
	}
	if len(p.public) > 0 && !dev {
		s["EcrPublic.RepositoryNames"], s["EcrPublic.AllowDelete"] = p.public, true
	}
	p.codeArtifact(s, dev)
	return s
}

func (p places) objects(s Settings, dev bool) {
	for i, bucket := range p.buckets {
		prefixes := p.prefixes[bucket]
		if slices.Contains(prefixes, "") {
			prefixes = []string{""}
		}
		switch {
		case i == 0 && dev:
			s["S3.BucketName"], s["S3.DevPrefix"] = bucket, prefixes[0]
		case i == 0:
			s["S3.BucketName"] = bucket
			if prefixes[0] != "" {
				s["S3.Prefix"] = prefixes[0]
			}
			if len(prefixes) > 1 {
				s["S3.Prefixes"] = prefixes[1:]
			}
		default:
			list, _ := s["S3.Buckets"].([]string)
			for _, prefix := range prefixes {
				if prefix != "" {
					prefix = "/" + prefix
				}
				list = append(list, bucket+prefix)
			}
			s["S3.Buckets"] = list
		}
	}
	if len(p.buckets) == 0 {
		return
	}
	s["S3.Multipart"] = true
	if dev {
		s["S3.DevDelete"] = true
	} else {
		s["S3.AllowDelete"] = true
	}
	if p.key != "" {
		s["S3.KmsKeyArn"] = p.key
	}
}

func (p places) codeArtifact(s Settings, dev bool) {
	for i, domain := range p.domains {
		arn, _ := aws.ParseARN(domain)
		if i > 0 {
			list, _ := s["CodeArtifact.Domains"].([]string)
			s["CodeArtifact.Domains"] = append(list, domain)
			continue
		}
		s["CodeArtifact.DomainName"], s["CodeArtifact.AccountId"], s["CodeArtifact.Region"] = arn.Name(), arn.Account, arn.Region
		names := p.repositories[domain]
		switch {
		case dev:
			s["CodeArtifact.DevRepositoryNames"], s["CodeArtifact.RepositoryNames"] = names, names
		case slices.Contains(names, "*"):
			s["CodeArtifact.EveryRepository"] = true
		default:
			s["CodeArtifact.RepositoryNames"] = names
		}
	}
}
