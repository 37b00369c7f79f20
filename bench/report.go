package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// The lines of README.md between which the measurements stand.
const (
	reportBegins = "<!-- measured -->\n"
	reportEnds   = "<!-- end -->\n"
)

// ran says with which command, and on what, something was measured.
func (o options) ran() string {
	var sizes []string
	for _, n := range o.sizes {
		sizes = append(sizes, strconv.Itoa(n))
	}
	line := "go run ./bench --sizes " + strings.Join(sizes, ",") + " --repeat " + strconv.Itoa(o.repeat) + " --peers " + strings.Join(o.peers, ",")
	if o.core {
		line += " --core"
	}
	node, err := exec.Command("node", "--version").Output()
	if err != nil {
		node = []byte("none")
	}
	return fmt.Sprintf("%s\n%s, Node %s, %d processors of %s\n", line, runtime.Version(), strings.TrimSpace(string(node)), runtime.NumCPU(), runtime.GOARCH)
}

// writeReport puts a report into the page in the place of the one before.
func (r *runner) writeReport(report string) error {
	file := filepath.Join(r.module, "bench", "README.md")
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	changed, err := withReport(string(page), report)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(changed), 0o644)
}

// withReport returns the page with another report. Spaces that only fill a
// column up at the end of a line are left out.
func withReport(page, report string) (string, error) {
	before, rest, begins := strings.Cut(page, reportBegins)
	_, after, ends := strings.Cut(rest, reportEnds)
	if !begins || !ends {
		return "", fmt.Errorf("README.md has no %q before %q", strings.TrimSpace(reportBegins), strings.TrimSpace(reportEnds))
	}
	lines := strings.Split(strings.TrimSpace(report), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return before + reportBegins + "\n```text\n" + strings.Join(lines, "\n") + "\n```\n\n" + reportEnds + after, nil
}
