package review_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/processor"
	"github.com/cipublisher/cipublisher/review"
)

// doubling is a template of n resources, each of which refers to the next one
// twice.
func doubling(n int) string {
	resources := tree{"R": tree{"Type": "AWS::IAM::Role", "Properties": tree{"AssumeRolePolicyDocument": document(tree{
		"Effect": "Allow", "Principal": tree{"Federated": tree{"Ref": "P0"}}, "Action": "sts:AssumeRoleWithWebIdentity"})}}}
	for i := range n {
		resources[fmt.Sprintf("P%d", i)] = tree{"Type": "AWS::IAM::OIDCProvider", "Properties": tree{"Url": tree{"Fn::Sub": fmt.Sprintf("${P%d}${P%d}", i+1, i+1)}}}
	}
	resources[fmt.Sprintf("P%d", n)] = tree{"Type": "AWS::IAM::OIDCProvider", "Properties": tree{"Url": "https://x.example.com"}}
	return text(tree{"Resources": resources})
}

// doublingConditions is a template of n conditions, each of which needs the
// next one twice.
func doublingConditions(n int) string {
	conditions := tree{fmt.Sprintf("C%d", n): tree{"Fn::Equals": []any{tree{"Ref": "Stage"}, "prod"}}}
	for i := range n {
		next := tree{"Condition": fmt.Sprintf("C%d", i+1)}
		conditions[fmt.Sprintf("C%d", i)] = tree{"Fn::And": []any{next, next}}
	}
	return text(tree{"Conditions": conditions, "Resources": tree{"U": tree{"Type": "AWS::IAM::User", "Condition": "C0", "Properties": tree{"ManagedPolicyArns": []any{tree{"Fn::If": []any{"C0", admin, "x"}}}}}}})
}

// manyConditions is a template with a statement that depends on n conditions.
func manyConditions(n int) string {
	conditions, actions := tree{}, []any{}
	for i := range n {
		conditions[fmt.Sprintf("C%d", i)] = tree{"Fn::Equals": []any{tree{"Ref": fmt.Sprintf("P%d", i)}, "x"}}
		actions = append(actions, tree{"Fn::Join": []any{"", []any{"s3:", tree{"Fn::If": []any{fmt.Sprintf("C%d", i), "Get*", "Put*"}}}}})
	}
	return text(tree{"Conditions": conditions, "Resources": tree{"U": tree{"Type": "AWS::IAM::ManagedPolicy", "Properties": tree{"PolicyDocument": document(
		tree{"Effect": "Allow", "NotAction": actions, "Resource": "*"}, allow(actions, "*"))}}}})
}

// anchors is a template in YAML whose aliases double.
func anchors(n int) string {
	lines := []string{"A0: &a0 [x, x]"}
	for i := range n {
		lines = append(lines, fmt.Sprintf("A%d: &a%d [*a%d, *a%d]", i+1, i+1, i, i))
	}
	return strings.Join(lines, "\n") + fmt.Sprintf("\nResources:\n  U:\n    Type: AWS::IAM::User\n    Properties:\n      ManagedPolicyArns: *a%d\n", n)
}

// loops is a template whose loops multiply.
func loops(n int) string {
	body := any(tree{"${A}": tree{"Type": "AWS::IAM::User"}})
	for i := range n {
		body = tree{fmt.Sprintf("Fn::ForEach::L%d", i): []any{fmt.Sprintf("V%d", i), strings.Split(strings.Repeat("x", 10), ""), body}}
	}
	return text(tree{"Resources": body})
}

// nestedFunctions is a template of functions within functions, n deep.
func nestedFunctions(n int) string {
	value := any(tree{"Ref": "P"})
	for range n {
		value = tree{"Fn::Select": []any{0, tree{"Fn::Soon": []any{value}}}}
	}
	return text(tree{"Resources": tree{"U": tree{"Type": "AWS::IAM::User", "Properties": tree{"ManagedPolicyArns": value}}}})
}

// large is a template of n roles.
func large(n int) string {
	resources := tree{}
	for i := range n {
		resources[fmt.Sprintf("R%d", i)] = tree{"Type": "AWS::IAM::Role", "Properties": tree{
			"AssumeRolePolicyDocument": document(tree{"Effect": "Allow", "Principal": tree{"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}),
			"Policies":                 []any{tree{"PolicyName": "p", "PolicyDocument": document(allow([]any{"s3:GetObject", "s3:PutObject"}, tree{"Fn::Sub": fmt.Sprintf("arn:${AWS::Partition}:s3:::b%d/*", i)}))}},
		}}
	}
	return text(tree{"Resources": resources})
}

// Whatever a template is like, it is read and compared, or refused, in a
// second of a processor and 200 MB.
func TestReadingIsFast(t *testing.T) {
	for name, template := range map[string]string{
		"doubling references": doubling(40), "doubling conditions": doublingConditions(60), "many conditions": manyConditions(200),
		"anchors": anchors(60), "loops": loops(12), "nested functions": nestedFunctions(1500), "many roles": large(500),
		"a deep list": `{"Resources": {"A": ` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := processor.Time()
			holders, err := review.FromTemplate([]byte(template), review.Context{})
			if err == nil {
				assert.False(t, gained(holders, holders))
			}
			took := processor.Time() - start
			runtime.ReadMemStats(&after)
			assert.Less(t, took, time.Second, err)
			assert.Less(t, after.HeapSys-min(after.HeapSys, before.HeapSys), uint64(200<<20))
			t.Log(took, len(template), after.TotalAlloc-before.TotalAlloc, err)
		})
	}
	require.True(t, json.Valid([]byte(doubling(3))))
}

// Two templates of the largest size are compared in 300 ms of an idle
// processor. One that others use as well takes up to twice as long; the least of
// three times counts, since what else the machine does can only add to it.
func TestComparingMegabytesIsFast(t *testing.T) {
	for form, pair := range megabytes(t) {
		t.Run(form, func(t *testing.T) {
			least := time.Hour
			for range 3 {
				start := processor.Time()
				changes := compareTemplates(t, pair)
				least = min(least, processor.Time()-start)
				require.Len(t, changes, 1)
			}
			t.Log(least)
			assert.Less(t, least, 2*300*time.Millisecond)
		})
	}
}
