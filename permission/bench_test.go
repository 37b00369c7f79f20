package permission_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// everyStore is a publisher to every store, with the defaults.
var everyStore = permission.Publisher{
	S3:           &permission.S3{BucketName: "acme-dist", Prefix: "app/"},
	ECR:          &permission.ECR{RepositoryNames: []string{"app"}},
	CodeArtifact: &permission.CodeArtifact{DomainName: "acme", EveryRepository: true},
	AllowDelete:  ptr(true),
}

var benchEnvironment = permission.Environment{Partition: "aws", Region: "eu-west-1", AccountID: "123456789012"}

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

// everyReader is a builder from every store.
var everyReader = permission.Builder{
	CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true, Describe: true},
	ECR:          &permission.ECRRead{RepositoryNames: []string{"app"}},
	S3:           &permission.S3Read{BucketName: "acme-dist", Prefix: "app/", List: true},
}

func BenchmarkPublisher(b *testing.B) { benchmark(b, everyStore) }

func BenchmarkRecommended(b *testing.B) { benchmark(b, recommended(false)) }

func BenchmarkBuilder(b *testing.B) { benchmark(b, everyReader) }

func benchmark(b *testing.B, set permission.Set) {
	var document policy.Document
	b.ReportAllocs()
	for b.Loop() {
		document = policy.New(permission.Combine(benchEnvironment, set)...)
	}
	againstEncodingJSON(b, document)
}

// A landing zone makes policies by the hundreds. Time depends on the machine;
// what is allocated does not.
func TestPublisherIsCheap(t *testing.T) {
	allocations := testing.AllocsPerRun(100, func() { everyStore.Statements(benchEnvironment) })
	assert.LessOrEqual(t, allocations, 130.0)
}

func BenchmarkValidate(b *testing.B) {
	document := policy.New(permission.Combine(benchEnvironment, everyStore)...)
	b.ReportAllocs()
	for b.Loop() {
		if err := everyStore.Validate(benchEnvironment); err != nil {
			b.Fatal(err)
		}
	}
	againstEncodingJSON(b, document)
}
