package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Policies are counted as IAM does, without white space, and templates as they
// are written.
func TestCharacters(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	const compact = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["*"]}]}`
	text := `{"Resources":{"P":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"PolicyDocument": ` + compact + ` }},"R":{"Type":"AWS::IAM::Role"},"é":{}}}`
	write("a.template.json", text)
	write("b.template.json", "{}")
	write("manifest.json", "no template")
	policies, templates, err := characters(folder)
	require.NoError(t, err)
	require.Equal(t, len(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`), policies)
	require.Equal(t, len(text)-len("é")+1+len("{}"), templates)

	write("a.template.json", "{")
	_, _, err = characters(folder)
	require.ErrorContains(t, err, "a.template.json: ")
}
