package cloud

import (
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/policy"
)

// Where the cloud is, and who its caller is.
const (
	Partition = "aws"
	Region    = "eu-west-1"
	AccountID = "111122223333"
	// RoleARN is the role of the caller, with the policies that are decided by.
	RoleARN = "arn:aws:iam::111122223333:role/ci/publisher"
	// AccessKeyID and SecretAccessKey sign in as that role.
	AccessKeyID     = "ASIAPUBLISHEREXAMPLE"
	SecretAccessKey = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"
	// KeyARN is the one KMS key there is.
	KeyARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

	caller = "arn:aws:sts::111122223333:assumed-role/publisher/ci"
)

// Cloud is one account, empty except for what the test seeds, with one caller.
type Cloud struct {
	documents []policy.Document
	// trust is the trust policy of the role, nil for none.
	trust     *policy.Document
	listener  net.Listener
	authority *Authority

	s3           *s3
	ecr          *ecr
	codeArtifact *codeArtifact
	stacks       *stacks
	ecs          *ecsAPI
	lambda       *lambdaAPI
	cloudFront   *cloudFront

	mutex sync.Mutex
	trace Trace
	// roles are those that a session can be of, beside the caller's.
	roles []string
}

// Start begins to serve; Close ends it. The documents are the identity
// policies of the caller.
func Start(authority *Authority, documents ...policy.Document) (*Cloud, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &Cloud{documents: documents, listener: listener, authority: authority}
	c.s3 = newS3(c)
	c.ecr = newECR(c)
	c.codeArtifact = newCodeArtifact(c)
	c.ecs = &ecsAPI{cloud: c, families: map[string][]taskDefinition{}, services: map[string]string{}, tasks: map[string][]string{}}
	c.lambda = &lambdaAPI{cloud: c, functions: map[string]int{}, aliases: map[string]string{}, updated: map[string]bool{}}
	c.cloudFront = &cloudFront{cloud: c, invalidated: map[string]int{}}
	c.stacks = &stacks{cloud: c, all: map[string]*stack{}}
	go func() { _ = http.Serve(listener, c) }()
	return c, nil
}

// Close stops serving.
func (c *Cloud) Close() error { return c.listener.Close() }

// Address is where the cloud listens: the proxy of a client's environment, and
// for clients that take no proxy, the endpoint of S3.
func (c *Cloud) Address() string { return c.listener.Addr().String() }

// Token is the one that ECR and CodeArtifact give out.
func (c *Cloud) Token() string { return c.authority.Token }

// ServeHTTP answers a client that uses the cloud as its proxy, or as the
// endpoint of S3.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		c.connect(w, r)
		return
	}
	if strings.HasPrefix(r.Host, "127.0.0.1:") && !r.URL.IsAbs() {
		c.s3.ServeHTTP(w, r)
		return
	}
	c.stray(r.Host)
	http.Error(w, "this proxy reaches AWS alone, and by TLS", http.StatusForbidden)
}

// service returns who answers for a host, nil for hosts that are not AWS's.
//
// https://docs.aws.amazon.com/general/latest/gr/rande.html
func (c *Cloud) service(host string) http.Handler {
	host = strings.TrimSuffix(host, ":443")
	name, ok := strings.CutSuffix(host, ".amazonaws.com")
	if !ok {
		if name, ok = strings.CutSuffix(host, ".api.aws"); !ok {
			return nil
		}
	}
	regional := strings.TrimSuffix(name, "."+Region)
	switch {
	case regional == "s3" || strings.HasSuffix(regional, ".s3") || strings.HasSuffix(regional, ".s3-accesspoint"):
		return c.s3
	case regional == "sts":
		return http.HandlerFunc(c.sts)
	case regional == "ssm":
		return http.HandlerFunc(c.ssm)
	case regional == "cloudformation":
		return c.stacks
	case regional == "ecs":
		return c.ecs
	case regional == "lambda":
		return c.lambda
	case regional == "cloudfront":
		return c.cloudFront
	case regional == "api.ecr" || regional == "ecr":
		return http.HandlerFunc(c.ecr.api)
	case regional == AccountID+".dkr.ecr":
		return http.HandlerFunc(c.ecr.registry)
	case regional == "codeartifact":
		return http.HandlerFunc(c.codeArtifact.api)
	case strings.HasSuffix(regional, "-"+AccountID+".d.codeartifact"):
		return http.HandlerFunc(c.codeArtifact.endpoint)
	}
	return nil
}
