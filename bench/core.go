package main

import (
	"fmt"
	"io"
	"math"
	"runtime/debug"
	"text/tabwriter"
	"time"

	"github.com/cipublisher/cipublisher/internal/processor"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// figure is something that is measured without the CDK, and what it may be.
type figure struct {
	text    string
	limit   float64
	measure func(*runner) (float64, error)
}

// figures in the order of the table.
var figures = []figure{
	{"a publisher's policy, every store: processor time, microseconds", 15, func(*runner) (float64, error) {
		return microseconds(func() { policy.New(permission.Combine(coreEnvironment, corePublisher)...) }), nil
	}},
	{"a trust policy of one subject form: processor time, microseconds", 4, func(*runner) (float64, error) {
		return microseconds(func() { trustOf(false).Document() }), nil
	}},
	{"a trust policy of both subject forms: processor time, microseconds", 4, func(*runner) (float64, error) {
		return microseconds(func() { trustOf(true).Document() }), nil
	}},
	{"an evaluation against ten statements, prepared: processor time, microseconds", 1, evaluation},
	{"explain --diff of two templates of 1 MB, JSON: processor time, milliseconds", 300, func(r *runner) (float64, error) { return r.gate("json") }},
	{"explain --diff of two templates of 1 MB, YAML: processor time, milliseconds", 300, func(r *runner) (float64, error) { return r.gate("yaml") }},
	{"template --registry of 10,000 rows: seconds by the clock", 3, func(r *runner) (float64, error) {
		one, err := r.registry(10_000)
		return one.TotalMS / 1000, err
	}},
	{"template --registry of 10,000 rows: MB", 300, func(r *runner) (float64, error) {
		one, err := r.registry(10_000)
		return one.PeakMB, err
	}},
	{"template --registry of 100,000 rows, the most: MB", 2048, func(r *runner) (float64, error) {
		one, err := r.registry(100_000)
		return one.PeakMB, err
	}},
	// The last, because what this process has taken counts as the memory of the
	// processes that it starts.
	{"19,000 changes of AWS's managed policies compared: processor time, seconds", 10, managedPolicies},
}

// measured is what came out of a figure.
type measured struct {
	figure
	value float64
}

func (r *runner) core() ([]measured, error) {
	if err := r.prepare(templatePeer); err != nil {
		return nil, err
	}
	debug.SetGCPercent(300) // as the command line has it
	var all []measured
	for _, f := range figures {
		fmt.Fprintln(r.progress, "measuring", f.text)
		value, err := f.measure(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.text, err)
		}
		all = append(all, measured{f, value})
	}
	return all, nil
}

func writeCore(out io.Writer, all []measured) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "\nwithout the CDK\tat most\tmeasured\t\n")
	for _, m := range all {
		fmt.Fprintf(w, "%s\t%.4g\t%.3g\t%s\n", m.text, m.limit, m.value, verdict(m.value, m.limit))
	}
	w.Flush()
}

// verdict says whether a goal is met.
func verdict(value, limit float64) string {
	if value > limit || math.IsNaN(value) {
		return "missed"
	}
	return "met"
}

// rounds is how often something short is measured: what else the machine does
// can only add to its time, so that the least counts.
const (
	rounds      = 50
	roundLength = 4 * time.Millisecond
)

// microseconds is the processor time of a call.
func microseconds(call func()) float64 {
	n := 1
	for took := time.Duration(0); took < roundLength; n *= 2 {
		begin := processor.Time()
		for range n {
			call()
		}
		took = processor.Time() - begin
	}
	least := math.Inf(1)
	for range rounds {
		begin := processor.Time()
		for range n {
			call()
		}
		least = min(least, float64((processor.Time()-begin).Nanoseconds())/float64(n)/1000)
	}
	return least
}

var coreEnvironment = permission.Environment{Partition: "aws", Region: region, AccountID: "123456789012"}

var corePublisher = permission.Publisher{
	S3:           &permission.S3{BucketName: bucket, Prefix: "app/"},
	ECR:          &permission.ECR{RepositoryNames: []string{"app"}},
	CodeArtifact: &permission.CodeArtifact{DomainName: domain, EveryRepository: true},
	AllowDelete:  new(bool),
}

func trustOf(both bool) trust.Options {
	return trust.Options{
		Partition: "aws", AccountID: "123456789012",
		Subjects: []trust.Subject{{Repositories: []string{"acme@1234/app@5678"}, Environments: []string{environment}, BothForms: &both}},
	}
}

// evaluation asks for what the last of ten statements allows.
func evaluation(*runner) (float64, error) {
	var statements []policy.Statement
	for i := range 10 {
		store := fmt.Sprintf("artifacts-%d", i)
		s := policy.Statement{
			Effect:    policy.Allow,
			Actions:   []string{"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"},
			Resources: []string{"arn:aws:s3:::" + store + "/releases/*", "arn:aws:s3:::" + store + "/*/feature/*"},
		}
		if i%2 == 1 {
			s.Conditions = policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}, "Bool": {"aws:SecureTransport": {"true"}}}
		}
		statements = append(statements, s)
	}
	prepared, err := policy.Prepare(policy.New(statements...))
	if err != nil {
		return 0, err
	}
	request := policy.Request{
		Action: "s3:PutObject", Resource: "arn:aws:s3:::artifacts-9/app/feature/login/app.jar",
		Context: policy.Context{"s3:RequestObjectTag/Release": {"false"}, "aws:SecureTransport": {"true"}},
	}
	if decision, err := prepared.Evaluate(request); err != nil || !decision.Allowed() {
		return 0, fmt.Errorf("the last statement does not allow it: %v, %v", decision, err)
	}
	return microseconds(func() { _, _ = prepared.Evaluate(request) }), nil
}

// registry measures the templates of a registry, once for all figures.
func (r *runner) registry(rows int) (result, error) {
	if one, ok := r.registries[rows]; ok {
		return one, nil
	}
	one, err := r.run(templatePeer, rows)
	r.registries[rows] = one
	return one, err
}
