package main

import (
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cipublisher/cipublisher"

	"github.com/cipublisher/cipublisher/aws"
)

// storeKey is a context key that narrows a store, named as the flag of the
// command line is.
type storeKey struct {
	// prop is the path of the prop that the key sets, which faults name.
	prop string
	// example value for messages.
	example string
	// read returns how to set the prop to the value of the key.
	read func(*reader) change
}

// change sets props of a publisher.
type change func(*cipublisher.CiPublisherProps)

var storeKeys = map[string]storeKey{
	"s3ExtraPrefix":       {"S3.Prefixes", "latest/", list(func(p *props) **[]*string { return &s3(p).Prefixes })},
	"s3ExtraBucket":       {"S3.Buckets", "acme-mirror,acme-docs/api/", extraBuckets},
	"s3DevBucket":         {"S3.DevBucketName", "acme-dev-dist", text(func(p *props) **string { return &s3(p).DevBucketName })},
	"s3Preset":            {"S3.Preset", "agilecustoms-release", text(func(p *props) **string { return &s3(p).Preset })},
	"s3AllowDelete":       {"S3.AllowDelete", "false", truth(func(p *props) **bool { return &s3(p).AllowDelete })},
	"s3DevDelete":         {"S3.DevDelete", "true", truth(func(p *props) **bool { return &s3(p).DevDelete })},
	"s3RequireReleaseTag": {"S3.RequireReleaseTag", "true", truth(func(p *props) **bool { return &s3(p).RequireReleaseTag })},
	"s3TagKey":            {"S3.TagKeys", "Release", list(func(p *props) **[]*string { return &s3(p).TagKeys })},
	"s3WriteOnce":         {"S3.WriteOnce", "true", truth(func(p *props) **bool { return &s3(p).WriteOnce })},
	"s3Floating":          {"S3.Floating", "*/latest/", list(func(p *props) **[]*string { return &s3(p).Floating })},
	"s3Multipart":         {"S3.Multipart", "true", truth(func(p *props) **bool { return &s3(p).Multipart })},
	"s3KmsKey": {"S3.KmsKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
		text(func(p *props) **string { return &s3(p).KmsKeyArn })},
	"s3ListPrefix":      {"S3.ListPrefix", "true", truth(func(p *props) **bool { return &s3(p).ListPrefix })},
	"s3ResourceAccount": {"S3.ResourceAccount", "true", truth(func(p *props) **bool { return &s3(p).ResourceAccount })},
	"s3SecureTransport": {"S3.SecureTransport", "true", truth(func(p *props) **bool { return &s3(p).SecureTransport })},

	"noEcr":            {"Ecr.Enabled", "true", noEcr},
	"ecrRepository":    {"Ecr.RepositoryNames", "app,team/*", list(func(p *props) **[]*string { return &ecr(p).RepositoryNames })},
	"ecrDevRepository": {"Ecr.DevRepositoryNames", "dev/*", list(func(p *props) **[]*string { return &ecr(p).DevRepositoryNames })},
	"ecrPull":          {"Ecr.Pull", "true", truth(func(p *props) **bool { return &ecr(p).Pull })},
	"ecrDescribe":      {"Ecr.Describe", "true", truth(func(p *props) **bool { return &ecr(p).Describe })},
	"ecrAllowDelete":   {"Ecr.AllowDelete", "false", truth(func(p *props) **bool { return &ecr(p).AllowDelete })},
	"ecrPublicRepository": {"EcrPublic.RepositoryNames", "app",
		list(func(p *props) **[]*string { return &ecrPublic(p).RepositoryNames })},
	"ecrPublicAllowDelete": {"EcrPublic.AllowDelete", "false", truth(func(p *props) **bool { return &ecrPublic(p).AllowDelete })},

	"codeArtifactAccountId":   {"CodeArtifact.AccountId", "123456789012", text(func(p *props) **string { return &codeArtifact(p).AccountId })},
	"codeArtifactRegion":      {"CodeArtifact.Region", "eu-west-1", text(func(p *props) **string { return &codeArtifact(p).Region })},
	"codeArtifactExtraDomain": {"CodeArtifact.Domains", "arn:aws:codeartifact:eu-west-1:123456789012:domain/acme", extraDomains},
	"codeArtifactRepository": {"CodeArtifact.RepositoryNames", "maven,npm",
		list(func(p *props) **[]*string { return &codeArtifact(p).RepositoryNames })},
	"codeArtifactDevRepository": {"CodeArtifact.DevRepositoryNames", "maven-dev",
		list(func(p *props) **[]*string { return &codeArtifact(p).DevRepositoryNames })},
	"codeArtifactFormat":      {"CodeArtifact.Formats", "maven,npm", list(func(p *props) **[]*string { return &codeArtifact(p).Formats })},
	"codeArtifactNamespace":   {"CodeArtifact.Namespaces", "com.acme.*", list(func(p *props) **[]*string { return &codeArtifact(p).Namespaces })},
	"codeArtifactPackage":     {"CodeArtifact.Packages", "app", list(func(p *props) **[]*string { return &codeArtifact(p).Packages })},
	"codeArtifactPromoteFrom": {"CodeArtifact.PromoteFrom", "staging", list(func(p *props) **[]*string { return &codeArtifact(p).PromoteFrom })},
	"tokenDuration":           {"CodeArtifact.TokenDuration", "3600", tokenDuration},

	"pinRegion":      {"PinRegion", "true", truth(func(p *props) **bool { return &p.PinRegion })},
	"organizationId": {"OrganizationId", "o-a1b2c3d4e5", text(func(p *props) **string { return &p.OrganizationId })},
}

type props = cipublisher.CiPublisherProps

func s3(p *props) *cipublisher.S3Props               { return made(&p.S3) }
func ecr(p *props) *cipublisher.EcrProps             { return made(&p.Ecr) }
func ecrPublic(p *props) *cipublisher.EcrPublicProps { return made(&p.EcrPublic) }
func codeArtifact(p *props) *cipublisher.CodeArtifactProps {
	return made(&p.CodeArtifact)
}

// made returns the props of a store, which are made where there are none.
func made[T any](store **T) *T {
	if *store == nil {
		*store = new(T)
	}
	return *store
}

func text(prop func(*props) **string) func(*reader) change {
	return func(r *reader) change {
		value := r.text()
		return func(p *props) { *prop(p) = &value }
	}
}

func truth(prop func(*props) **bool) func(*reader) change {
	return func(r *reader) change {
		value := r.boolean()
		return func(p *props) { *prop(p) = &value }
	}
}

func list(prop func(*props) **[]*string) func(*reader) change {
	return func(r *reader) change {
		values := jsii.Strings(r.list()...)
		return func(p *props) { *prop(p) = values }
	}
}

func noEcr(r *reader) change {
	enabled := !r.boolean()
	return func(p *props) { ecr(p).Enabled = &enabled }
}

func extraBuckets(r *reader) change {
	var buckets []*cipublisher.S3BucketProps
	for _, place := range r.list() {
		name, prefix, found := strings.Cut(place, "/")
		bucket := &cipublisher.S3BucketProps{BucketName: &name}
		if found {
			bucket.Prefixes = jsii.Strings(prefix)
		}
		buckets = append(buckets, bucket)
	}
	return func(p *props) { s3(p).Buckets = &buckets }
}

func extraDomains(r *reader) change {
	var domains []*cipublisher.CodeArtifactDomainProps
	for _, text := range r.list() {
		arn, ok := aws.ParseARN(text)
		if !ok || arn.Service != "codeartifact" || arn.Type() != "domain" {
			r.refuse("the ARNs of CodeArtifact domains")
			continue
		}
		domains = append(domains, &cipublisher.CodeArtifactDomainProps{
			DomainName: jsii.String(arn.Name()), AccountId: &arn.Account, Region: &arn.Region,
		})
	}
	return func(p *props) { codeArtifact(p).Domains = &domains }
}

func tokenDuration(r *reader) change {
	seconds, err := strconv.ParseFloat(r.number(), 64)
	if err != nil {
		r.refuse("a number of seconds")
		return func(*props) {}
	}
	return func(p *props) { codeArtifact(p).TokenDuration = awscdk.Duration_Seconds(&seconds) }
}
