package trust_test

import (
	"encoding/json"
	"testing"

	"github.com/cipublisher/cipublisher/trust"
)

// One role as most are, and one as large as the default quota allows.
var benchmarks = []struct {
	name    string
	options trust.Options
}{
	{"environment", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"release"}})},
	{"full", on(repositories(38)...)},
}

func BenchmarkDocument(b *testing.B) {
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.options.Document()
			}
		})
	}
}

func BenchmarkValidate(b *testing.B) {
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.options.Validate(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEncodingJSON is the yardstick for other machines: the same document
// as plain maps through encoding/json.
func BenchmarkEncodingJSON(b *testing.B) {
	for _, c := range benchmarks {
		m := c.options.Document().Map()
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := json.Marshal(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	d := benchmarks[0].options.Document()
	for name, sub := range map[string]string{"allowed": "repo:acme@1/app@2:environment:release", "denied": "repo:acme/app:environment:release"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := trust.Check(d, token(sub)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
