package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/cipublisher/cipublisher/audit"
	"github.com/cipublisher/cipublisher/live"
)

// askAccount reads the account from AWS, as files that the AWS CLI would have
// printed. What takes longer than a second is told on stderr, unless a program
// reads the answer.
func (c *call) askAccount(format string) (files []audit.File, contents [][]byte) {
	progress := func(text string) { fmt.Fprintln(c.root.ErrOrStderr(), "cipublisher: reading the account: "+text) }
	if slices.Contains([]string{"json", "sarif"}, format) {
		progress = nil
	}
	contents, err := live.Account(context.Background(), progress)
	c.faults.Append("Live", err)
	for i, content := range contents {
		files = append(files, audit.File{Name: fmt.Sprintf("live-%d.json", i), Content: content})
	}
	return files, contents
}
