package main

import (
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/yamljson"
)

// maxInput is the largest file that is read, in bytes: templates and
// documents have far less, and a device file has no end.
const maxInput = 16 << 20

// maxLargeInput is that of a flag for large files, such as the details of an
// account with thousands of roles.
const maxLargeInput = 1 << 30

func (f *flag) most() int64 {
	if f.large {
		return maxLargeInput
	}
	return maxInput
}

// read returns the content of a file that a flag names; "-" is stdin. It
// reports a file that can't be read.
func (c *call) read(f *flag, file string) (content []byte, ok bool) {
	option := "--" + f.name
	if f.faulty && file == "" {
		return nil, false // reported as an empty value
	}
	if file == "-" && c.stdinTaken {
		c.faults.Add(option, file, "reads stdin, which another flag has read", "name a file")
		return nil, false
	}
	content, err := c.open(file, f.most())
	var path *fs.PathError
	switch {
	case errors.As(err, &path):
		c.faults.Add(option, file, "can't be read: "+path.Err.Error(), "name a readable file, or - for stdin")
	case err != nil:
		c.faults.Add(option, file, "can't be read: "+err.Error(), "name a readable file, or - for stdin")
	case int64(len(content)) > f.most():
		c.faults.Add(option, file, "has more than "+strconv.Itoa(int(f.most()>>20))+" MiB", "name the right file")
	case f.json:
		if content, err = yamljson.Read(content); err != nil {
			c.faults.Add(option, file, "can't be read as YAML: "+err.Error(), "correct it, or write JSON")
		}
	}
	return content, err == nil && int64(len(content)) <= f.most()
}

// files are those that a flag names, as far as they can be read, each with its
// content.
func (c *call) files(f *flag) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, file := range f.list() {
			if content, ok := c.read(f, file); ok && !yield(file, content) {
				return
			}
		}
	}
}

func (c *call) open(file string, most int64) ([]byte, error) {
	if file == "-" {
		c.stdinTaken = true
		return io.ReadAll(io.LimitReader(c.stdin, most+1))
	}
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return io.ReadAll(io.LimitReader(opened, most+1))
}

// fileName is how answers speak of a file.
func fileName(file string) string {
	if file == "-" {
		return "stdin"
	}
	return file
}

// blame reports what is wrong inside a file: with its name, and the place in
// it unless the fault is of the whole. A fault of another flag keeps its name.
func (c *call) blame(f *flag, file string, err error) {
	var inside fault.List
	inside.Append(f.options[0], err)
	for _, found := range inside {
		switch place := "--" + f.name + " " + strconv.Quote(file); {
		case slices.Contains(f.options, found.Option):
			found.Option = place
		case c.flags.nameOf(found.Option) == found.Option:
			found.Option = place + ": " + found.Option
		}
		c.faults = append(c.faults, found)
	}
}
