package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCounted(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"read.yaml":     "Resources:\n  A:\n    Type: AWS::S3::Bucket\n",
		"unknown.json":  `{"Transform": "Own", "Resources": {"A": {"Type": "AWS::S3::Bucket"}}}`,
		"refused.yml":   "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Type: AWS::S3::Bucket\n",
		"event.json":    `{"fragment": {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}}`,
		"package.json":  `{"name": "x"}`,
		"unstable.yaml": "Resources:\n  A:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ./not-there.yaml}\n",
		"notes.txt":     "Resources:\n  A:\n    Type: AWS::S3::Bucket\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	c, err := counted(folder)
	require.NoError(t, err)
	assert.Equal(t, []int{4, 3, 2, 1, 1}, []int{c.templates, c.read, c.unknown, len(c.refused), len(c.unstable)})
	assert.Contains(t, c.String(), "4 templates, 3 read (75.0 %), 2 of them with something unknown, 1 refused")
}
