package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/cipublisher/cipublisher/audit"
	"github.com/cipublisher/cipublisher/live"
)

// askAccount reads the account from AWS, as files that the AWS CLI would have
// printed.
func (c *call) askAccount(format *flag) (files []audit.File) {
	contents, err := live.Account(context.Background(), c.progress("reading the account", format))
	c.faults.Append("Live", err)
	for i, content := range contents {
		files = append(files, audit.File{Name: fmt.Sprintf("live-%d.json", i), Content: content})
	}
	return files
}

// progress tells on stderr what takes longer than a second, unless a program
// reads the answer.
func (c *call) progress(doing string, format *flag) func(string) {
	if slices.Contains([]string{"json", "sarif"}, format.text()) {
		return nil
	}
	return func(text string) { fmt.Fprintln(c.root.ErrOrStderr(), "cipublisher: "+doing+": "+text) }
}
