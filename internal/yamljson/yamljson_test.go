package yamljson_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/yamljson"
)

func TestFromJSON(t *testing.T) {
	got, err := yamljson.FromJSON(`{"Version": "2012-10-17", "Statement": [{"Sid": "On", "Effect": "Allow", "Action": ["s3:GetObject", "s3:*"], "Resource": "*",
		"Condition": {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"a": ["on", "22:30", "012345678901", "x: y", " ", "", "line\nline", "null", "ü"]}}}], "n": 1.50, "b": true, "z": null, "e": [], "o": {}}`)
	require.NoError(t, err)
	assert.Equal(t, `Version: "2012-10-17"
Statement:
  - Sid: "On"
    Effect: Allow
    Action:
      - s3:GetObject
      - s3:*
    Resource: "*"
    Condition:
      Bool:
        aws:SecureTransport: "true"
      StringEquals:
        a:
          - "on"
          - "22:30"
          - "012345678901"
          - 'x: y'
          - " "
          - ""
          - |-
            line
            line
          - "null"
          - "ü"
"n": 1.50
b: true
z: null
e: []
o: {}
`, got)
	_, err = yamljson.FromJSON(`{"a": `)
	assert.Error(t, err)
}

// Every JSON file of the module is the same after it was YAML.
func TestThereAndBack(t *testing.T) {
	files := 0
	require.NoError(t, filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".git")) {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".json" || !strings.Contains(filepath.ToSlash(path), "/testdata/") {
			return err
		}
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		if !json.Valid(content) || !strings.ContainsAny(string(content[:1]), "{[") {
			return nil
		}
		written, err := yamljson.FromJSON(string(content))
		require.NoError(t, err, path)
		read, err := yamljson.ToJSON([]byte(written))
		require.NoError(t, err, path)
		require.JSONEq(t, string(content), string(read), path)
		files++
		return nil
	}))
	assert.Greater(t, files, 100)
}

func TestToJSON(t *testing.T) {
	for _, test := range []struct{ name, yaml, want string }{
		{"a date stays a text", "Version: 2012-10-17", `{"Version":"2012-10-17"}`},
		{"an account id keeps its zeros", "a: 012345678901\nb: 111122223333", `{"a":"012345678901","b":111122223333}`},
		{"true in every case", "[True, FALSE, 'true', yes]", `[true,false,"true","yes"]`},
		{"numbers", "[1.5, 0x10, .5, -2, .nan]", `[1.5,"0x10",".5",-2,".nan"]`},
		{"nothing", "a:\nb: ~\nc: ''", `{"a":null,"b":null,"c":""}`},
		{"an anchor", "a: &x [1]\nb: *x", `{"a":[1],"b":[1]}`},
		{"a key that is a number", "1: a", `{"1":"a"}`},
		{"blocks", "a: |\n  x\n  y\nb: >-\n  x\n  y\n", `{"a":"x\ny\n","b":"x y"}`},
	} {
		got, err := yamljson.ToJSON([]byte(test.yaml))
		require.NoError(t, err, test.name)
		assert.Equal(t, test.want, string(got), test.name)
		assert.True(t, json.Valid(got))
	}
}

func TestToJSONRefuses(t *testing.T) {
	for _, test := range []struct{ name, yaml, says string }{
		{"nothing", "", "it is empty"},
		{"a word", "nonsense", "it is neither a mapping nor a list"},
		{"two documents", "a: 1\n---\nb: 2", "several documents"},
		{"a key twice", "a: 1\na: 2", `"a" already defined`},
		{"a merge", "x: &x {a: 1}\ny:\n  <<: *x", `line 3: the key "<<" is no text`},
		{"a key that is a list", "[a]: b", "invalid map key"},
		{"a short form of CloudFormation", "a: !Sub x", "line 1: !Sub is a tag"},
		{"a tagged list", "a: !Join [x]", "line 1: !Join is a tag"},
		{"what grows without bounds", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n" +
			"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]", "excessive aliasing"},
		{"an anchor in itself", "a: &a [*a]", "contains itself"},
		{"no YAML", "a: [", "line 1"},
	} {
		_, err := yamljson.ToJSON([]byte(test.yaml))
		assert.ErrorContains(t, err, test.says, test.name)
	}
}

func FuzzToJSON(f *testing.F) {
	for _, text := range []string{"a: 1", "[1, ~, x]", "a: &x [*x]", "? [a]\n: b", "a: !Sub x", "\"\\u0001\": 1e9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := yamljson.ToJSON([]byte(text)); err == nil {
			assert.True(t, json.Valid(got), "%q", got)
		}
	})
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1}`:          `{"a": 1}`,
		"\xef\xbb\xbf [1 ]": "\xef\xbb\xbf [1 ]",
		"a: 1\n":            `{"a":1}`,
		"a text":            "a text",
		"":                  "",
	} {
		got, err := yamljson.Read([]byte(text))
		require.NoError(t, err)
		assert.Equal(t, want, strings.TrimSpace(string(got)), text)
	}
	_, err := yamljson.Read([]byte("a: 1\na: 2\n"))
	assert.Error(t, err)
}
