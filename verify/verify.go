package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/smithy-go"

	"github.com/cipublisher/cipublisher/live"
	"github.com/cipublisher/cipublisher/policy"
)

// Subject is what AWS is asked about.
type Subject struct {
	// Policies are the identity policies of a role, which apply together. At
	// least one.
	Policies []policy.Document
	// Before are those that the role had, to compare with. Default: none, and
	// nothing is compared.
	Before []policy.Document
	// Trust is the trust policy of the role. Default: none, and none is checked.
	Trust *policy.Document
	// Region is where Access Analyzer is asked. Default: the SDK's, else the
	// first region of AWS.
	Region string
}

// Ask puts the policies to AWS's checks and compares the answers with ours.
//
// Progress is told how far it is once that takes longer than a second; nil tells
// nobody. The whole takes at most five minutes.
//
// The error is a fault.List whose option is the IAM action of the call that AWS
// did not answer, such as "access-analyzer:ValidatePolicy".
func Ask(ctx context.Context, subject Subject, progress func(string)) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, live.WholeTime)
	defer cancel()
	var options []func(*config.LoadOptions) error
	if subject.Region != "" {
		options = append(options, config.WithRegion(subject.Region))
	}
	settings, err := live.Load(ctx, "", options...)
	if err != nil {
		return Report{}, live.Refused("AWS", set, err)
	}
	a := &asker{
		analyzer: accessanalyzer.NewFromConfig(settings), iam: iam.NewFromConfig(settings),
		told: live.NewTeller(progress),
	}
	for _, check := range []func(context.Context, Subject) error{a.validate, a.compare, a.notGranted, a.simulate} {
		if err := check(ctx, subject); err != nil {
			return Report{}, err
		}
	}
	return a.report, nil
}

// set is the permission set that the calls need.
const set = "verify"

type asker struct {
	analyzer *accessanalyzer.Client
	iam      *iam.Client
	told     *live.Teller
	report   Report
}

// begin begins a check, which the answers that follow are counted in.
func (a *asker) begin(call string) { a.report.Checks = append(a.report.Checks, Check{Call: call}) }

func (a *asker) now() *Check { return &a.report.Checks[len(a.report.Checks)-1] }

// agree counts a question to which the answer is ours.
func (a *asker) agree() { a.now().Asked++; a.now().Agreed++ }

// find counts a question to which it is not.
func (a *asker) find(f Finding) {
	a.now().Asked++
	f.Call = a.now().Call
	a.report.Findings = append(a.report.Findings, f)
}

// say tells of progress.
func (a *asker) say(done, all int) { a.told.Say(fmt.Sprintf("%s: %d of %d", a.now().Call, done, all)) }

// undecidable are the codes of errors that are about a question, not about who asks
// or the network: it is AWS that can't decide it.
//
//   - https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html#API_CheckNoNewAccess_Errors
//   - https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html#API_SimulateCustomPolicy_Errors
var undecidable = []string{"ValidationException", "InvalidParameterException", "UnprocessableEntityException", "InvalidInput", "PolicyEvaluation"}

// undecided returns what AWS says where it can't decide a question, else the
// error that ends everything.
func undecided(action string, err error) (answer string, fatal error) {
	var api smithy.APIError
	if errors.As(err, &api) {
		if code := strings.TrimSuffix(api.ErrorCode(), "Exception"); slices.ContainsFunc(undecidable, func(known string) bool { return strings.TrimSuffix(known, "Exception") == code }) {
			return api.ErrorCode() + ": " + api.ErrorMessage(), nil
		}
	}
	return "", live.Refused(action, set, err)
}

// text is a document as it goes into a request.
func text(d policy.Document) *string {
	content, err := d.MarshalJSON()
	if err != nil {
		panic(err) // documents are always valid
	}
	compact := string(content)
	return &compact
}

// joined returns documents as one. Sids are left out, since two of them may
// have the same.
func joined(documents []policy.Document) policy.Document {
	var all []policy.Statement
	for _, d := range documents {
		for _, s := range d.Statements {
			s.Sid = ""
			all = append(all, s)
		}
	}
	return policy.New(all...)
}

// named is how a report speaks of one of several policies.
func named(i, count int) string {
	if count == 1 {
		return "the policy"
	}
	return fmt.Sprintf("policy %d", i)
}
