package trust_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// oneEnvironment is the recommended trust: one repository, one environment.
var oneEnvironment = trust.Options{
	Partition: "aws", AccountID: "123456789012",
	Subjects: []trust.Subject{{Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"}}},
}

// againstEncodingJSON reports how long one round took as a ratio to writing
// the same document with encoding/json, which makes machines comparable.
func againstEncodingJSON(b *testing.B, document policy.Document) {
	plain := document.Map()
	const rounds = 2000
	begin := time.Now()
	for range rounds {
		if _, err := json.Marshal(plain); err != nil {
			b.Fatal(err)
		}
	}
	each := float64(time.Since(begin).Nanoseconds()) / rounds
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/each, "x-encoding/json")
}

func BenchmarkTrust(b *testing.B) {
	var document policy.Document
	b.ReportAllocs()
	for b.Loop() {
		document = oneEnvironment.Document()
	}
	againstEncodingJSON(b, document)
}

func BenchmarkValidate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := oneEnvironment.Validate(); err != nil {
			b.Fatal(err)
		}
	}
	againstEncodingJSON(b, oneEnvironment.Document())
}
