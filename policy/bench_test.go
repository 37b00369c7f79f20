package policy_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// tenStatements is a document of the size that a publisher has: ten statements
// with several actions and resources each, half of them conditional.
func tenStatements() policy.Document {
	var statements []policy.Statement
	for i := range 10 {
		s := policy.Statement{
			Sid:    fmt.Sprintf("Statement%d", i),
			Effect: policy.Allow,
			Actions: []string{
				fmt.Sprintf("s%d:AbortMultipartUpload", i), fmt.Sprintf("s%d:DeleteObject", i),
				fmt.Sprintf("s%d:GetObject", i), fmt.Sprintf("s%d:ListMultipartUploadParts", i),
				fmt.Sprintf("s%d:PutObject", i),
			},
			Resources: []string{
				fmt.Sprintf("arn:aws:s3:::artifacts-%d/releases/*", i),
				fmt.Sprintf("arn:aws:s3:::artifacts-%d/*/feature/*", i),
			},
		}
		if i%2 == 1 {
			s.Conditions = policy.Conditions{
				"StringEquals": {fmt.Sprintf("s%d:RequestObjectTag/Release", i): {"false"}},
				"Bool":         {"aws:SecureTransport": {"true"}},
			}
		}
		statements = append(statements, s)
	}
	return policy.New(statements...)
}

// lastStatement is a request that only the last of the ten statements allows.
func lastStatement() policy.Request {
	return policy.Request{
		Action:   "s9:PutObject",
		Resource: "arn:aws:s3:::artifacts-9/app/feature/login/app.jar",
		Context: policy.Context{
			"s9:RequestObjectTag/Release": {"false"},
			"aws:SecureTransport":         {"true"},
			"aws:SourceIp":                {"203.0.113.7"},
			"aws:PrincipalArn":            {"arn:aws:iam::123456789012:role/ci/publisher-dev"},
		},
	}
}

func BenchmarkMarshalJSON(b *testing.B) {
	d := tenStatements()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodingJSON writes the same document through encoding/json, as
// the measure that BenchmarkMarshalJSON is compared with.
func BenchmarkEncodingJSON(b *testing.B) {
	m := tenStatements().Map()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSize(b *testing.B) {
	d := tenStatements()
	b.ReportAllocs()
	for b.Loop() {
		if d.Size() == 0 {
			b.Fatal("empty")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := tenStatements().MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := policy.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	d := tenStatements()
	variables := tenStatements()
	for i := range variables.Statements {
		variables.Statements[i].Resources[1] = "arn:aws:s3:::artifacts-9/${aws:PrincipalTag/team, 'app'}/feature/*"
	}
	unrelated := lastStatement()
	unrelated.Action = "ecr:PutImage"
	for _, c := range []struct {
		name     string
		document policy.Document
		request  policy.Request
		outcome  policy.Outcome
	}{
		{"last statement", d, lastStatement(), policy.Allowed},
		{"no statement", d, unrelated, policy.ImplicitlyDenied},
		{"variables", variables, lastStatement(), policy.Allowed},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				decision, err := c.document.Evaluate(c.request)
				if err != nil || decision.Outcome != c.outcome {
					b.Fatal(decision, err)
				}
			}
		})
	}
}

func BenchmarkPreparedEvaluate(b *testing.B) {
	prepared, err := policy.Prepare(tenStatements())
	if err != nil {
		b.Fatal(err)
	}
	r := lastStatement()
	b.ReportAllocs()
	for b.Loop() {
		if decision, err := prepared.Evaluate(r); err != nil || !decision.Allowed() {
			b.Fatal(decision, err)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	before, after := []policy.Document{tenStatements()}, []policy.Document{tenStatements()}
	after[0].Statements[3].Resources = append(after[0].Statements[3].Resources, "arn:aws:s3:::artifacts-3/new/*")
	b.ReportAllocs()
	for b.Loop() {
		if change := policy.Compare(before, after); len(change.Gained) != 1 {
			b.Fatal(change)
		}
	}
}

func BenchmarkExplain(b *testing.B) {
	d, r := tenStatements(), lastStatement()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Explain(r); err != nil {
			b.Fatal(err)
		}
	}
}
