// Command corpus counts the CloudFormation templates below folders that the
// reader of templates reads, reads with something unknown in them, and
// refuses:
//
//	go run ./internal/corpus FOLDER...
//
// A file is a template when its name ends in .json, .yaml, .yml or .template
// and it has resources of AWS's types. Each must grant nothing new over
// itself.
package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/cipublisher/cipublisher/review"
)

func main() {
	for _, folder := range os.Args[1:] {
		c, err := counted(folder)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Print(c)
	}
}

// count is how the templates of one folder were read.
type count struct {
	folder                   string
	templates, read, unknown int
	// refused and unstable are the files that were not read, or that grant
	// something new over themselves, with the reason.
	refused, unstable []string
	slowest           time.Duration
	slowestFile       string
}

func (c count) String() string {
	text := fmt.Sprintf("%s: %d templates, %d read (%.1f %%), %d of them with something unknown, %d refused, slowest %v (%s)\n",
		c.folder, c.templates, c.read, 100*float64(c.read)/float64(max(1, c.templates)), c.unknown, len(c.refused), c.slowest.Round(time.Millisecond), c.slowestFile)
	for _, problem := range slices.Concat(c.refused, c.unstable) {
		text += "  " + problem + "\n"
	}
	return text
}

var (
	named   = regexp.MustCompile(`\.(json|ya?ml|template)$`)
	section = regexp.MustCompile(`(?m)^"?Resources"?\s*:`)
	typed   = regexp.MustCompile(`"?Type"?\s*:\s*['"]?AWS::`)
)

// counted reads every template below a folder.
func counted(folder string) (count, error) {
	c := count{folder: filepath.Base(folder)}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !named.MatchString(path) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil || !isTemplate(content) {
			return err
		}
		c.add(path, content)
		return nil
	})
	return c, err
}

// isTemplate reports whether a text has resources at its top, of which one at
// least is of a type of AWS's.
func isTemplate(content []byte) bool {
	var top map[string]json.RawMessage
	if json.Unmarshal(content, &top) == nil {
		return top["Resources"] != nil && typed.Match(content)
	}
	return section.Match(content) && typed.Match(content)
}

func (c *count) add(path string, content []byte) {
	c.templates++
	start := time.Now()
	holders, err := review.FromTemplate(content, review.Context{Open: func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(path), name))
	}})
	if err != nil {
		c.refused = append(c.refused, path+": "+err.Error())
		return
	}
	c.read++
	if slices.ContainsFunc(holders, func(h review.Holder) bool {
		return slices.ContainsFunc(h.Named, func(n review.Named) bool { return n.Kind == review.InUnknown })
	}) {
		c.unknown++
	}
	if changes := review.Compare(holders, holders); len(changes) > 0 {
		c.unstable = append(c.unstable, path+": grants something new over itself")
	}
	if took := time.Since(start); took > c.slowest {
		c.slowest, c.slowestFile = took, path
	}
}
