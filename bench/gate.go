package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// gate is the processor time in milliseconds of "explain --diff" on two
// templates of nearly the largest size, of which the second grants one thing
// more.
func (r *runner) gate(form string) (float64, error) {
	folder, err := os.MkdirTemp(r.work, "")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	var files []string
	for i, more := range []string{"", ", s3: {bucket: acme-more}"} {
		registry, file := filepath.Join(folder, "registry.yaml"), filepath.Join(folder, fmt.Sprintf("%d.%s", i, form))
		if err := os.WriteFile(registry, []byte(largestStack(more)), 0o600); err != nil {
			return 0, err
		}
		text, err := exec.Command(r.commandLine(), "template", "--registry", registry, "-o", form).Output()
		if err != nil {
			return 0, fmt.Errorf("template: %w", err)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return 0, err
		}
		files = append(files, file)
	}
	least := math.Inf(1)
	for range 5 {
		command := exec.Command(r.commandLine(), "explain", "--diff", files[0], files[1])
		var failed *exec.ExitError
		if err := command.Run(); !errors.As(err, &failed) || failed.ExitCode() != 1 {
			return 0, fmt.Errorf("explain --diff does not say that more is granted: %v", err)
		}
		least = min(least, usageOfProcess(command.ProcessState).cpuMS)
	}
	return least, nil
}

// largestStack is a registry whose roles fill a template, one of them with an
// option of its own.
func largestStack(own string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\naccountId: %q\nregion: %s\nstacks: 1\ndefaults: {environments: [%s], s3: {bucket: %s}, ecr: {}, codeArtifact: {domain: %s, repositories: [packages], shared: true}}\nrepositories:\n",
		coreEnvironment.AccountID, region, environment, bucket, domain)
	for i := range 230 {
		option := ""
		if i == 100 {
			option = own
		}
		fmt.Fprintf(&b, "  - {team: a, repository: acme/app-%d, ownerId: 1234, id: %d%s}\n", i, 100_000+i, option)
	}
	return b.String()
}
