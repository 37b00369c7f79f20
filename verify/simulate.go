package verify

import (
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/cipublisher/cipublisher/policy"
)

// outcomes are ours in the simulator's words.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
var outcomes = map[policy.Outcome]types.PolicyEvaluationDecisionType{
	policy.Allowed:          types.PolicyEvaluationDecisionTypeAllowed,
	policy.ExplicitlyDenied: types.PolicyEvaluationDecisionTypeExplicitDeny,
	policy.ImplicitlyDenied: types.PolicyEvaluationDecisionTypeImplicitDeny,
}

// actionsPerSimulation is how many actions one request asks for: as many as an
// answer has without being told otherwise.
const actionsPerSimulation = 100

// simulate has IAM decide every question that the policies raise.
func (a *asker) simulate(ctx context.Context, subject Subject) error {
	a.begin("SimulateCustomPolicy")
	questions := questionsOf(subject.Policies)
	var order []string
	together := map[string][]question{}
	for _, q := range questions {
		key := q.together()
		if len(together[key]) == 0 {
			order = append(order, key)
		}
		together[key] = append(together[key], q)
	}
	done := 0
	for _, key := range order {
		for part := range slices.Chunk(together[key], actionsPerSimulation) {
			if err := a.simulateTogether(ctx, subject.Policies, part); err != nil {
				return err
			}
			done += len(part)
			a.say(done, len(questions))
		}
	}
	return nil
}

// simulateTogether asks questions that have resource and context in common.
// Where AWS takes one of them for a fault, each is asked alone.
func (a *asker) simulateTogether(ctx context.Context, documents []policy.Document, questions []question) error {
	first := questions[0]
	input := &iam.SimulateCustomPolicyInput{ResourceArns: []string{first.resource}}
	for _, d := range documents {
		input.PolicyInputList = append(input.PolicyInputList, *text(d))
	}
	for _, q := range questions {
		input.ActionNames = append(input.ActionNames, q.action)
	}
	for _, key := range slices.Sorted(maps.Keys(first.context)) {
		input.ContextEntries = append(input.ContextEntries, types.ContextEntry{ContextKeyName: &key, ContextKeyType: first.context[key].kind, ContextKeyValues: first.context[key].texts})
	}
	decided := map[string]types.PolicyEvaluationDecisionType{}
	pages := iam.NewSimulateCustomPolicyPaginator(a.iam, input)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			answer, fatal := undecided("iam:SimulateCustomPolicy", err)
			switch {
			case fatal != nil:
				return fatal
			case len(questions) == 1:
				a.answer(documents, first, "", answer)
				return nil
			}
			for _, q := range questions {
				if err := a.simulateTogether(ctx, documents, []question{q}); err != nil {
					return err
				}
			}
			return nil
		}
		for _, r := range page.EvaluationResults {
			decided[deref(r.EvalActionName)] = r.EvalDecision
		}
	}
	for _, q := range questions {
		a.answer(documents, q, decided[q.action], "there is no answer")
	}
	return nil
}

// answer compares what AWS decides of a question with what we do. The text says
// why it decides nothing.
func (a *asker) answer(documents []policy.Document, q question, decided types.PolicyEvaluationDecisionType, why string) {
	request := q.request()
	f := Finding{Kind: Undecided, About: q.about, Action: q.action, Resource: q.resource, Context: request.Context, AWS: string(decided)}
	decision, err := policy.Evaluate(documents, request)
	f.Ours = decision.String()
	switch {
	case err != nil:
		f.Ours = err.Error()
	case decided == "":
		f.AWS = why
	case outcomes[decision.Outcome] == decided:
		a.agree()
		return
	default:
		f.Kind = Difference
	}
	a.find(f)
}
