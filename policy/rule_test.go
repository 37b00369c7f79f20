package policy_test

import (
	"fmt"

	"github.com/cipublisher/cipublisher/policy"
)

func ExampleDocument_Rules() {
	d := policy.New(policy.Statement{
		Effect:    policy.Allow,
		Actions:   []string{"s3:GetObject", "s3:PutObject"},
		Resources: []string{"arn:aws:s3:::artifacts/*"},
	})
	for _, rule := range d.Rules() {
		fmt.Println(rule.Effect, rule.Action, rule.Resource)
	}
	// Output:
	// Allow s3:GetObject arn:aws:s3:::artifacts/*
	// Allow s3:PutObject arn:aws:s3:::artifacts/*
}

func ExampleRule_Covers() {
	wide := policy.Rule{Effect: policy.Allow, Action: "s3:*", Resource: "arn:aws:s3:::artifacts/*"}
	narrow := policy.Rule{Effect: policy.Allow, Action: "s3:PutObject", Resource: "arn:aws:s3:::artifacts/dev/*"}
	fmt.Println(wide.Covers(narrow), narrow.Covers(wide))
	// Output: true false
}

func ExampleEvaluate() {
	publish := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:*"}, Resources: []string{"*"}})
	freeze := policy.New(policy.Statement{Sid: "Freeze", Effect: policy.Deny, Actions: []string{"s3:Put*"}, Resources: []string{"*"}})
	decision, err := policy.Evaluate([]policy.Document{publish, freeze}, policy.Request{
		Action: "s3:PutObject", Resource: "arn:aws:s3:::artifacts/app.zip",
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(decision)
	// Output: explicitly denied by Statement[0](Freeze) of document 1
}
