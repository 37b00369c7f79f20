package playground

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"os"
)

const (
	small = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme/app/*"}]}`
	large = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme/*"}]}`
	yaml  = "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n" +
		"          - Effect: Allow\n            Action: s3:GetObject\n            Resource: !Sub 'arn:${AWS::Partition}:s3:::acme/*'\n"
)

// The page says what "cipublisher explain --diff" prints.
func TestDiffIsWhatTheCommandLinePrints(t *testing.T) {
	bin, folder := commandLineTool(t), t.TempDir()
	for _, test := range []struct {
		before, after string
		gains         bool
	}{{small, large, true}, {large, small, false}, {small, small, false}, {yaml, yaml, false}} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "before"), []byte(test.before), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "after"), []byte(test.after), 0o600))
		explain := exec.Command(filepath.Join(bin, "cipublisher"), "explain", "--diff", "before", "after")
		explain.Dir = folder
		printed, err := explain.Output()
		answer := asked(t, Request{Ask: "diff", Before: test.before, After: test.after})
		require.NotNil(t, answer.Diff, "%v", answer.Faults)
		assert.Equal(t, string(printed), answer.Diff.Report)
		assert.Equal(t, test.gains, answer.Diff.Gains)
		assert.Equal(t, err != nil, answer.Diff.Gains)
	}
}

func TestDiffSaysEveryFault(t *testing.T) {
	for _, test := range []struct {
		before, after string
		fields        []string
	}{
		{"", "", []string{"before", "after"}},
		{"[", "nothing of the kind", []string{"before", "after"}},
		{small, yaml, []string{"after"}},
	} {
		answer := asked(t, Request{Ask: "diff", Before: test.before, After: test.after})
		assert.Nil(t, answer.Diff)
		var fields []string
		for _, f := range answer.Faults {
			fields = append(fields, f.Field)
		}
		assert.Subset(t, fields, test.fields, "%v", answer.Faults)
	}
}
