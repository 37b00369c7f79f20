package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// gate runs the steps of the composite action as a runner would, with a
// download that a script in place of curl makes.
type gate struct {
	folder  string
	archive []byte
	steps   []struct {
		Name string
		Env  map[string]string
		Run  string
	}
	inputs map[string]string
}

func newGate(t *testing.T) *gate {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the action runs on Linux")
	}
	content, err := os.ReadFile("../../action.yml")
	require.NoError(t, err)
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct {
			Using string
			Steps []struct {
				Name string
				Env  map[string]string
				Run  string
			}
		}
	}
	require.NoError(t, yaml.Unmarshal(content, &action))
	require.Equal(t, "composite", action.Runs.Using)
	g := &gate{folder: t.TempDir(), steps: action.Runs.Steps, inputs: map[string]string{"version": "1.0.0"}}
	for name, input := range action.Inputs {
		if _, given := g.inputs[name]; !given {
			g.inputs[name] = input.Default
		}
	}
	program, err := os.ReadFile(binary)
	require.NoError(t, err)
	var packed bytes.Buffer
	zipper, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	require.NoError(t, err)
	archive := tar.NewWriter(zipper)
	require.NoError(t, archive.WriteHeader(&tar.Header{Name: "cipublisher_1.0.0_linux_amd64/cipublisher", Mode: 0o755, Size: int64(len(program))}))
	_, err = archive.Write(program)
	require.NoError(t, err)
	require.NoError(t, archive.Close())
	require.NoError(t, zipper.Close())
	g.archive = packed.Bytes()
	g.inputs["sha256"] = fmt.Sprintf("%x", sha256.Sum256(g.archive))
	g.write(t, "archive", string(g.archive))
	g.write(t, "bin/curl", "#!/bin/sh\nwhile [ \"$1\" != --output ]; do shift; done\ncp \"$DOWNLOAD\" \"$2\"\necho \"$3\" >\"$DOWNLOAD.address\"\n")
	return g
}

func (g *gate) write(t *testing.T, name, content string) {
	t.Helper()
	path := filepath.Join(g.folder, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o755))
}

func (g *gate) read(name string) string {
	content, _ := os.ReadFile(filepath.Join(g.folder, name))
	return string(content)
}

// run returns the exit status of the first step that fails, and the output.
func (g *gate) run(t *testing.T, inputs map[string]string) (status int, output string) {
	t.Helper()
	for _, name := range []string{"summary", "output", "gate.sarif"} {
		os.Remove(filepath.Join(g.folder, name))
	}
	for _, step := range g.steps {
		command := exec.Command("bash", "-e", "-c", step.Run)
		command.Dir = g.folder
		command.Env = []string{
			"PATH=" + filepath.Join(g.folder, "bin") + ":" + os.Getenv("PATH"), "RUNNER_TEMP=" + filepath.Join(g.folder, "temp"),
			"RUNNER_OS=Linux", "RUNNER_ARCH=X64", "DOWNLOAD=" + filepath.Join(g.folder, "archive"),
			"GITHUB_STEP_SUMMARY=" + filepath.Join(g.folder, "summary"), "GITHUB_OUTPUT=" + filepath.Join(g.folder, "output"),
		}
		for name, value := range step.Env {
			input := strings.TrimSuffix(strings.TrimPrefix(value, "${{ inputs."), " }}")
			if given, ok := inputs[input]; ok {
				command.Env = append(command.Env, name+"="+given)
			} else {
				command.Env = append(command.Env, name+"="+g.inputs[input])
			}
		}
		out, err := command.CombinedOutput()
		output += string(out)
		if err != nil {
			return command.ProcessState.ExitCode(), output
		}
	}
	return 0, output
}

func TestAction(t *testing.T) {
	g := newGate(t)
	template := func(action string) string {
		return `{"Parameters": {"Action": {"Type": "String", "Default": "` + action + `"}}, "Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {
			"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": {"Ref": "Action"}, "Resource": "*"}]}}}}}`
	}
	g.write(t, "narrow.json", template("s3:GetObject"))
	g.write(t, "wide file.json", template("s3:*"))
	g.write(t, "broken.json", "nonsense")
	g.write(t, "claims.json", readFile(t, "testdata/examples/claims.json"))
	g.write(t, "release.json", printed(t, "trust "+ownAccount+" "+repository+" --environment release"))
	g.write(t, "branch.json", printed(t, "trust "+ownAccount+" "+repository+" --branch main"))
	for _, test := range []struct {
		name   string
		inputs map[string]string
		status int
		says   string
		gained string
	}{
		{"nothing new", map[string]string{"before": "wide file.json", "after": "narrow.json"}, 0, "", "gained=false\n"},
		{"something new", map[string]string{"before": "narrow.json", "after": "wide file.json"}, 1, "grants something new", "gained=true\n"},
		{"a new stack", map[string]string{"before": "nothing.json", "after": "narrow.json"}, 1, "grants something new", "gained=true\n"},
		{"parameters", map[string]string{"before": "narrow.json", "after": "wide file.json", "parameters": "Action=s3:PutObject\n"}, 0, "", "gained=false\n"},
		{"a file that can't be read", map[string]string{"before": "narrow.json", "after": "broken.json"}, 2, "could not be compared", ""},
		{"another download", map[string]string{"before": "wide file.json", "after": "narrow.json", "sha256": strings.Repeat("0", 64)}, 1, "did NOT match", ""},
		{"no checksum", map[string]string{"before": "wide file.json", "after": "narrow.json", "sha256": ""}, 2, "sha256 is no checksum", ""},
		{"the doctor", map[string]string{"doctor": "true", "doctor-arguments": "--claims=claims.json\n--policy=release.json\n"}, 0, "admitted: release.json", ""},
		{"the doctor of a job that is refused", map[string]string{"doctor": "true", "doctor-arguments": "--claims=claims.json\n--policy\nbranch.json"}, 1, "may not assume its role", ""},
		{"the doctor outside a job", map[string]string{"doctor": "true"}, 2, "could not be looked at", ""},
		{"half a doctor", map[string]string{"doctor": "yes"}, 2, "is neither true nor false", ""},
		{"nothing to do", map[string]string{"before": "narrow.json"}, 2, "before and after are needed, or doctor", ""},
		{"no release", map[string]string{"before": "wide file.json", "after": "narrow.json", "version": "latest/../x"}, 2, "is no release", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.inputs["sarif"] = "gate.sarif"
			status, output := g.run(t, test.inputs)
			assert.Equal(t, test.status, status, output)
			assert.Contains(t, output, test.says)
			assert.Equal(t, test.gained, g.read("output"))
			if strings.HasPrefix(test.name, "the doctor") && test.status < 2 {
				assert.Contains(t, g.read("summary"), "my-company@1234567/app@7654321")
			}
			if test.gained != "" {
				assert.NotEmpty(t, g.read("summary"))
				assert.Equal(t, test.gained == "gained=true\n", strings.Contains(g.read("gate.sarif"), `"level": "error"`))
			}
		})
	}
	assert.Equal(t, "https://github.com/cipublisher/cipublisher/releases/download/v1.0.0/cipublisher_1.0.0_linux_amd64.tar.gz\n", g.read("archive.address"))
}
