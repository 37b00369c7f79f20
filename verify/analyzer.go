package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/cipublisher/cipublisher/audit"
	"github.com/cipublisher/cipublisher/policy"
)

// validate has Access Analyzer read each policy. Of what it finds, errors and
// security warnings are findings: this module has read the policy and says
// neither. Warnings and suggestions are about style.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-validation.html
func (a *asker) validate(ctx context.Context, subject Subject) error {
	a.begin("ValidatePolicy")
	for i, d := range subject.Policies {
		input := &accessanalyzer.ValidatePolicyInput{PolicyDocument: text(d), PolicyType: types.PolicyTypeIdentityPolicy}
		if err := a.validateOne(ctx, input, named(i, len(subject.Policies))); err != nil {
			return err
		}
	}
	if subject.Trust == nil {
		return nil
	}
	return a.validateOne(ctx, &accessanalyzer.ValidatePolicyInput{
		PolicyDocument: text(*subject.Trust), PolicyType: types.PolicyTypeResourcePolicy,
		ValidatePolicyResourceType: types.ValidatePolicyResourceTypeRoleTrust,
	}, "the trust policy")
}

func (a *asker) validateOne(ctx context.Context, input *accessanalyzer.ValidatePolicyInput, name string) error {
	var found []string
	pages := accessanalyzer.NewValidatePolicyPaginator(a.analyzer, input)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			answer, fatal := undecided("access-analyzer:ValidatePolicy", err)
			if fatal == nil {
				a.find(Finding{Kind: Undecided, About: name, Ours: "it is valid", AWS: answer})
			}
			return fatal
		}
		for _, f := range page.Findings {
			if f.FindingType == types.ValidatePolicyFindingTypeError || f.FindingType == types.ValidatePolicyFindingTypeSecurityWarning {
				found = append(found, fmt.Sprintf("%s %s: %s", f.FindingType, deref(f.IssueCode), deref(f.FindingDetails)))
			}
		}
	}
	if len(found) == 0 {
		a.agree()
		return nil
	}
	a.find(Finding{Kind: Difference, About: name, Ours: "it is valid", AWS: strings.Join(found, "; ")})
	return nil
}

// compare has Access Analyzer say whether a change grants anything new.
func (a *asker) compare(ctx context.Context, subject Subject) error {
	if len(subject.Before) == 0 {
		return nil
	}
	a.begin("CheckNoNewAccess")
	before, after := joined(subject.Before), joined(subject.Policies)
	out, err := a.analyzer.CheckNoNewAccess(ctx, &accessanalyzer.CheckNoNewAccessInput{
		ExistingPolicyDocument: text(before), NewPolicyDocument: text(after), PolicyType: types.AccessCheckPolicyTypeIdentityPolicy,
	})
	gained := policy.Compare(subject.Before, subject.Policies).Gained
	ours := "nothing new is granted"
	if len(gained) > 0 {
		ours = "this may be new: " + string(*text(policy.New(gained...)))
	}
	if err != nil {
		answer, fatal := undecided("access-analyzer:CheckNoNewAccess", err)
		if fatal == nil {
			a.find(Finding{Kind: Undecided, About: "the change", Ours: ours, AWS: answer})
		}
		return fatal
	}
	answer := cmp.Or(strings.Join(append([]string{string(out.Result), deref(out.Message)}, reasons(out.Reasons)...), ": "), "no answer")
	switch passes := out.Result == types.CheckNoNewAccessResultPass; {
	case passes == (len(gained) == 0):
		a.agree()
	case passes:
		a.find(Finding{Kind: Note, About: "the change", Ours: ours, AWS: answer})
	default:
		a.find(Finding{Kind: Difference, About: "the change", Ours: ours, AWS: answer})
	}
	return nil
}

// actionsPerCheck is how many actions one request takes.
//
// https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Access.html
const actionsPerCheck = 100

// notGranted has Access Analyzer look for actions in each policy: those of all
// permission sets and those by which a role gives itself more. That of many
// actions none is granted takes one request; each action that we say may be
// granted takes one of its own.
func (a *asker) notGranted(ctx context.Context, subject Subject) error {
	a.begin("CheckAccessNotGranted")
	escalations := audit.EscalationActions()
	all := slices.Clone(escalations)
	for _, r := range rows() {
		all = append(all, r.Action)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for i, d := range subject.Policies {
		name := named(i, len(subject.Policies))
		var absent, present []string
		for _, action := range all {
			switch {
			case !mayGrant(d, action):
				absent = append(absent, action)
			case slices.Contains(escalations, action):
				present = append(present, action)
			}
		}
		done := 0
		for part := range slices.Chunk(absent, actionsPerCheck) {
			if err := a.absent(ctx, d, name, part); err != nil {
				return err
			}
			done += len(part)
			a.say(done, len(absent)+len(present))
		}
		for _, action := range present {
			passes, answer, err := a.isNotGranted(ctx, d, action)
			switch {
			case err != nil:
				return err
			case answer != "" && !passes:
				a.find(Finding{Kind: Undecided, About: name, Action: action, Ours: "it may be granted", AWS: answer})
			case passes:
				a.find(Finding{Kind: Note, About: name, Action: action, Ours: "it may be granted", AWS: "PASS: it is not granted"})
			default:
				a.agree()
			}
			done++
			a.say(done, len(absent)+len(present))
		}
	}
	return nil
}

// absent asks for actions that are not granted. Where AWS says that one is, or
// can't decide, each half is asked for, until it is known which.
func (a *asker) absent(ctx context.Context, d policy.Document, name string, actions []string) error {
	passes, answer, err := a.isNotGranted(ctx, d, actions...)
	switch {
	case err != nil:
		return err
	case passes:
		a.agree()
		return nil
	case len(actions) == 1:
		f := Finding{Kind: Difference, About: name, Action: actions[0], Ours: "it is not granted", AWS: "FAIL: it may be granted"}
		if answer != "" {
			f.Kind, f.AWS = Undecided, answer
		}
		a.find(f)
		return nil
	}
	half := len(actions) / 2
	if err := a.absent(ctx, d, name, actions[:half]); err != nil {
		return err
	}
	return a.absent(ctx, d, name, actions[half:])
}

// isNotGranted is AWS's answer; the text says why there is none.
func (a *asker) isNotGranted(ctx context.Context, d policy.Document, actions ...string) (passes bool, undecidedAnswer string, err error) {
	out, err := a.analyzer.CheckAccessNotGranted(ctx, &accessanalyzer.CheckAccessNotGrantedInput{
		PolicyDocument: text(d), PolicyType: types.AccessCheckPolicyTypeIdentityPolicy, Access: []types.Access{{Actions: actions}},
	})
	if err != nil {
		answer, fatal := undecided("access-analyzer:CheckAccessNotGranted", err)
		return false, answer, fatal
	}
	return out.Result == types.CheckAccessNotGrantedResultPass, "", nil
}

func reasons(list []types.ReasonSummary) (all []string) {
	for _, r := range list {
		all = append(all, deref(r.Description))
	}
	return all
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
