package conformance

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

const gateTemplates = 1_000

// The same of templates, by the command as it is shipped: policies of a role,
// inline and attached, with values that functions put together.
func TestGateOnTemplates(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the command a thousand times")
	}
	requireNode(t)
	check := begin(t, "Gate on templates", "random changes of templates for which explain --diff exits 0: no request is allowed after and not before, says the outside simulator")
	directory := t.TempDir()
	command := filepath.Join(directory, "cipublisher")
	output, err := exec.Command("go", "build", "-o", command, "../cmd/cipublisher").CombinedOutput()
	require.NoError(t, err, "%s", output)

	var group sync.WaitGroup
	var mutex sync.Mutex
	silent, reported := 0, 0
	seeds := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for seed := range seeds {
				p := pairOf(seed)
				says, output, err := explainDiff(command, t.TempDir(), p)
				var gains []question
				if err == nil && says == 0 {
					checked := checkPairs(p)[0]
					gains, err = checked.gains, checked.err
				}
				mutex.Lock()
				switch {
				case err != nil || says > 1:
					check.found(t, "seed %d: exit %d, %v\n%s\n%s", seed, says, err, output, p)
				case says == 1:
					reported++
				default:
					silent++
					if len(gains) > 0 {
						check.found(t, "seed %d: explain --diff exits 0, but this is granted: %s\n%s", seed, gains[0], p)
					}
				}
				mutex.Unlock()
			}
		})
	}
	for seed := range uint64(gateTemplates) {
		seeds <- gatePairs + seed + 1
	}
	close(seeds)
	group.Wait()
	require.Greater(t, silent, gateTemplates/5, "too few changes pass the gate to mean much")
	check.cases(gateTemplates)
	t.Logf("%d pass, %d are reported", silent, reported)
}

// explainDiff returns the exit status of the gate on a pair.
func explainDiff(command, directory string, p *pair) (status int, output string, err error) {
	before, after := filepath.Join(directory, "before.json"), filepath.Join(directory, "after.json")
	for _, side := range []struct {
		file      string
		documents []policy.Document
	}{{before, p.before}, {after, p.after}} {
		data, err := json.Marshal(p.template(side.documents))
		if err != nil {
			return 0, "", err
		}
		if err := os.WriteFile(side.file, data, 0o600); err != nil {
			return 0, "", err
		}
	}
	run := exec.Command(command, "explain", "--diff", before, after)
	text, err := run.CombinedOutput()
	if _, failed := err.(*exec.ExitError); failed {
		err = nil
	}
	return run.ProcessState.ExitCode(), string(text), err
}

// template is a template of a role that has the documents.
func (p *pair) template(documents []policy.Document) map[string]any {
	role := map[string]any{"AssumeRolePolicyDocument": map[string]any{"Version": policy.Version, "Statement": map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole",
	}}}
	resources := map[string]any{"Role": map[string]any{"Type": "AWS::IAM::Role", "Properties": role}}
	for i, d := range documents {
		document := p.written(d.Map(), "")
		if i == 0 {
			role["Policies"] = []any{map[string]any{"PolicyName": "inline", "PolicyDocument": document}}
			continue
		}
		resources["Attached"] = map[string]any{"Type": "AWS::IAM::Policy", "Properties": map[string]any{
			"PolicyName": "attached", "Roles": []any{map[string]any{"Ref": "Role"}}, "PolicyDocument": document,
		}}
	}
	return map[string]any{"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
}

// written writes some texts of a document by functions that come to the same.
func (p *pair) written(value any, element string) any {
	switch v := value.(type) {
	case map[string]any:
		written := make(map[string]any, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			written[key] = p.written(v[key], key)
		}
		return written
	case []any:
		written := make([]any, len(v))
		for i := range v {
			written[i] = p.written(v[i], element)
		}
		return written
	case string:
		if element == "Effect" || element == "Version" || v == "" || strings.ContainsFunc(v, func(c rune) bool { return c > unicode.MaxASCII }) {
			return v
		}
		switch at := p.IntN(len(v)); p.IntN(4) {
		case 0:
			return map[string]any{"Fn::Join": []any{v[at : at+1], []any{v[:at], v[at+1:]}}}
		case 1:
			return map[string]any{"Fn::Sub": strings.ReplaceAll(v, "${", "${!")}
		}
	}
	return value
}
