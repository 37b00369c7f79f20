package policy_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/policy"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func sortedCopy(values []string) []string {
	if values == nil {
		return nil
	}
	return slices.Sorted(slices.Values(values))
}

// fixtures returns the documents of testdata by name: real policies of every
// kind, most of them out of AWS's documentation.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	all := map[string][]byte{}
	for _, path := range paths {
		data := golden.Read(t, path)
		all[strings.TrimSuffix(filepath.Base(path), ".json")] = data
	}
	return all
}

func parsed(t testing.TB, data []byte) policy.Document {
	t.Helper()
	d, err := policy.Parse(data)
	require.NoError(t, err)
	return d
}

func TestMarshalJSON(t *testing.T) {
	for _, c := range []struct {
		name string
		give policy.Document
		want string
	}{
		{"an empty document", policy.Document{}, `{"Version":"2012-10-17","Statement":[]}`},
		{
			"every element, in the order of the grammar",
			policy.Document{Version: "2008-10-17", ID: "id", Statements: []policy.Statement{{
				Sid: "One", Effect: policy.Deny,
				Principal: &policy.Principal{
					CanonicalUser: []string{"c"}, Service: []string{"s"}, Federated: []string{"f"}, AWS: []string{"a", "b"},
				},
				Actions: []string{"s3:PutObject"}, Resources: []string{"*"},
				Conditions: policy.Conditions{"Null": {"b": {"true"}, "a": {"true"}}, "Bool": {"c": {"true", "false"}}},
			}, {
				Effect:       policy.Allow,
				NotPrincipal: &policy.Principal{Everyone: true},
				NotActions:   []string{"s3:GetObject"}, NotResources: []string{"arn:aws:s3:::b", "arn:aws:s3:::a"},
			}}},
			`{"Version":"2008-10-17","Id":"id","Statement":[` +
				`{"Sid":"One","Effect":"Deny","Principal":{"AWS":["a","b"],"Federated":"f","Service":"s","CanonicalUser":"c"},` +
				`"Action":"s3:PutObject","Resource":"*","Condition":{"Bool":{"c":["true","false"]},"Null":{"a":"true","b":"true"}}},` +
				`{"Effect":"Allow","NotPrincipal":"*","NotAction":"s3:GetObject","NotResource":["arn:aws:s3:::b","arn:aws:s3:::a"]}]}`,
		},
		{
			"actions are sorted, resources are not",
			policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:b", "s3:a"}, Resources: []string{"b", "a"}}),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:a","s3:b"],"Resource":["b","a"]}]}`,
		},
		{
			"no escapes for HTML, as IAM counts characters",
			policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"<&>"}}),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"<&>"}]}`,
		},
		{
			"the escapes of JSON",
			policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"<a\"\\\n\x00é\x80"}}),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"<a\"\\\n\u0000é\ufffd"}]}`,
		},
		{
			"CDK tokens are untouched",
			policy.New(policy.Statement{Effect: policy.Allow, Resources: []string{"arn:${Token[AWS.Partition.3]}:s3:::b"}}),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"arn:${Token[AWS.Partition.3]}:s3:::b"}]}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.give.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, c.want, string(got))
		})
	}
}

func TestMarshalJSONLeavesTheDocumentAlone(t *testing.T) {
	actions := []string{"s3:b", "s3:a"}
	_, err := policy.New(policy.Statement{Effect: policy.Allow, Actions: actions}).MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, []string{"s3:b", "s3:a"}, actions)
}

func TestJSONInsideALargerDocument(t *testing.T) {
	type resource struct{ PolicyDocument policy.Document }
	want := resource{policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::b/<*>"},
	})}
	data, err := json.Marshal(want)
	require.NoError(t, err)
	var got resource
	require.NoError(t, json.Unmarshal(data, &got))
	assert.Equal(t, want, got)
}

// What is written byte by byte is what encoding/json makes of Map.
func TestMarshalJSONEqualsMap(t *testing.T) {
	equal := func(t require.TestingT, d policy.Document) {
		written, err := d.MarshalJSON()
		require.NoError(t, err)
		viaMap, err := json.Marshal(d.Map())
		require.NoError(t, err)
		assert.JSONEq(t, string(viaMap), string(written))
	}
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) { equal(t, parsed(t, data)) })
	}
	t.Run("generated", rapid.MakeCheck(func(t *rapid.T) { equal(t, documents().Draw(t, "document")) }))
	t.Run("any text", rapid.MakeCheck(func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
		list := rapid.SliceOfN(text, 0, 3)
		equal(t, policy.Document{Version: text.Draw(t, "version"), ID: text.Draw(t, "id"), Statements: []policy.Statement{{
			Sid: text.Draw(t, "sid"), Effect: policy.Effect(text.Draw(t, "effect")),
			Principal:  &policy.Principal{AWS: list.Draw(t, "AWS"), Service: list.Draw(t, "Service")},
			NotActions: list.Draw(t, "actions"), Resources: list.Draw(t, "resources"),
			// One key only: two keys with invalid UTF-8 may be written alike.
			Conditions: policy.Conditions{text.Draw(t, "operator"): {text.Draw(t, "key"): list.Draw(t, "values")}},
		}}})
	}))
}

// The fixtures as this package writes them.
func TestIndent(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			got := parsed(t, data).Indent()
			golden.Compare(t, filepath.Join("testdata", "written", name+".json"), got)
		})
	}
}
