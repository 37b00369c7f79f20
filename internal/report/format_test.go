package report_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/trust"
)

var extensions = map[string]string{"text": ".txt", "markdown": ".md", "json": ".json", "sarif": ".sarif"}

func fromTemplate(t *testing.T, name string) []review.Holder {
	t.Helper()
	content := golden.Read(t, filepath.Join("testdata", name))
	holders, err := review.FromTemplate(content, review.Context{})
	require.NoError(t, err)
	return holders
}

func publisher(t *testing.T, p permission.Publisher) policy.Document {
	t.Helper()
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	require.NoError(t, p.Validate(env))
	return policy.New(p.Statements(env)...)
}

func trusted(t *testing.T, subject trust.Subject) policy.Document {
	t.Helper()
	options := trust.Options{AccountID: "111122223333", Subjects: []trust.Subject{subject}}
	require.NoError(t, options.Validate())
	return options.Document()
}

// readBack is a document as it is read from a file.
func readBack(t *testing.T, d policy.Document) policy.Document {
	t.Helper()
	read, err := policy.Parse([]byte(d.Indent()))
	require.NoError(t, err)
	return read
}

const preset = "terraform-aws-ci-publisher"

func whole(t *testing.T) policy.Document {
	return publisher(t, permission.Publisher{
		Preset: preset, S3: &permission.S3{BucketName: "my-company-dist", Prefix: "release/"}, CodeArtifact: &permission.CodeArtifact{DomainName: "my-company"},
	})
}

func dev(t *testing.T) policy.Document {
	return publisher(t, permission.Publisher{Preset: preset, S3: &permission.S3{BucketName: "my-company-dist"}, Dev: true})
}

var (
	release      = trust.Subject{Repositories: []string{"my-company@1234567/app@7654321"}, Environments: []string{"release"}, Tags: []string{"v*"}}
	repositories = []string{"my-company/app", "my-company@1234567/app@7654321"}
)

func TestHolders(t *testing.T) {
	images := publisher(t, permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}}})
	for name, holders := range map[string][]review.Holder{
		"publisher":     {{Policies: []policy.Document{whole(t)}}},
		"dev-publisher": {{Policies: []policy.Document{dev(t)}}},
		"role":          {{Policies: []policy.Document{whole(t)}, Trust: []policy.Document{trusted(t, release)}}},
		"trust-policy": {review.HolderOf([]policy.Document{readBack(t, trusted(t, trust.Subject{
			Repositories: repositories[1:], Branches: []string{"main", "release/*"}, Tags: []string{"v*"},
		}))})},
		"two-policies": {review.HolderOf([]policy.Document{readBack(t, dev(t)), readBack(t, images)})},
		"template":     fromTemplate(t, "stack.template.json"),
	} {
		for _, format := range report.Formats {
			if format.Holders == nil || format.Name == "yaml" {
				continue // YAML says what JSON does
			}
			t.Run(name+" as "+format.Name, func(t *testing.T) {
				text := format.Holders(report.Style{}, report.Shown(holders))
				golden.Compare(t, filepath.Join("testdata", name+extensions[format.Name]), text)
				requireFormat(t, format.Name, text)
			})
		}
	}
}

func TestChanges(t *testing.T) {
	policies := func(d policy.Document) []review.Holder {
		return []review.Holder{review.HolderOf([]policy.Document{readBack(t, d)})}
	}
	everything := publisher(t, permission.Publisher{Preset: preset, S3: &permission.S3{BucketName: "my-company-dist"}, CodeArtifact: &permission.CodeArtifact{DomainName: "my-company"}})
	environment := trusted(t, trust.Subject{Repositories: repositories[1:], Environments: []string{"release"}})
	anyRef := trusted(t, trust.Subject{Repositories: repositories[1:], AnyRef: true})
	stack, changed := fromTemplate(t, "stack.template.json"), fromTemplate(t, "changed.template.json")
	for _, test := range []struct {
		name, file    string
		before, after []review.Holder
		gains         bool
	}{
		{"no-change", "stack.template.json", stack, stack, false},
		{"template", "changed.template.json", stack, changed, true},
		{"template-back", "stack.template.json", changed, stack, true},
		{"policy-narrower", "policy.json", policies(everything), policies(dev(t)), false},
		{"policy-wider", "policy.json", policies(dev(t)), policies(everything), true},
		{"trust-wider", "trust.json", policies(environment), policies(anyRef), true},
	} {
		changes := review.Compare(test.before, test.after)
		assert.Equal(t, test.gains, report.Gains(changes), test.name)
		for _, format := range report.Formats {
			if format.Name == "yaml" {
				continue
			}
			t.Run(test.name+" as "+format.Name, func(t *testing.T) {
				text := format.Changes(report.Style{File: test.file}, changes)
				golden.Compare(t, filepath.Join("testdata", "diff-"+test.name+extensions[format.Name]), text)
				requireFormat(t, format.Name, text)
			})
		}
	}
}

// requireFormat checks that a report is what its format promises.
func requireFormat(t *testing.T, format, text string) {
	t.Helper()
	assert.NotContains(t, text, "\x1b", "colour is for terminals")
	switch format {
	case "json", "sarif":
		assert.True(t, json.Valid([]byte(text)))
	case "text":
		for line := range strings.Lines(text) {
			assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), terminal.Width, line)
			assert.Equal(t, strings.TrimRight(line, " \n")+"\n", line, "no space ends a line")
		}
	}
}

// Without its colours, a coloured report says the same.
func TestColoursAreNotTheOnlyCarrier(t *testing.T) {
	before, after := fromTemplate(t, "stack.template.json"), fromTemplate(t, "changed.template.json")
	plain := strings.NewReplacer(string(terminal.Bold), "", string(terminal.Red), "", string(terminal.Green), "", string(terminal.Reset), "")
	for _, format := range report.Formats {
		shown := func(p terminal.Painter) string {
			text := format.Changes(report.Style{Paint: p}, review.Compare(before, after))
			if format.Holders != nil {
				text += format.Holders(report.Style{Paint: p}, before)
			}
			return text
		}
		coloured := shown(true)
		assert.Equal(t, shown(false), plain.Replace(coloured), format.Name)
		assert.Equal(t, format.Name == "text", strings.Contains(coloured, "\x1b"), format.Name)
	}
}

func TestNamed(t *testing.T) {
	for _, format := range report.Formats {
		named, ok := report.Named(format.Name)
		assert.True(t, ok)
		assert.Equal(t, format.Name, named.Name)
	}
	_, ok := report.Named("Text")
	assert.False(t, ok)
	assert.Equal(t, "text, markdown, json, yaml, sarif", report.Names())
}

// A managed policy that a role has is shown with the role; what grants nothing
// is not shown, unless it is a role.
func TestShown(t *testing.T) {
	attached := review.Holder{ID: "Attached", Type: "AWS::IAM::ManagedPolicy", Policies: []policy.Document{dev(t)}, Attached: true}
	nothing := review.Holder{ID: "Topic", Type: "AWS::SNS::Topic"}
	role := review.Holder{ID: "Role", Type: "AWS::IAM::Role"}
	assert.Equal(t, []review.Holder{role}, report.Shown([]review.Holder{attached, nothing, role}))
	assert.Equal(t, []review.Holder{{}}, report.Shown([]review.Holder{{}}), "a policy by itself is shown")
}
