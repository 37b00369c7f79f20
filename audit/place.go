package audit

import (
	"bytes"
	"strings"
)

// File is a file of the input.
type File struct {
	Name    string
	Content []byte
}

// Places says where roles and providers are in files, by their ARNs: the
// first line that has the ARN as the value of "Arn". What no file has is at the
// beginning of the first.
func Places(files []File) func(arn string) (file string, line int) {
	type place struct {
		file string
		line int
	}
	known := map[string]place{}
	for _, f := range files {
		line := 0
		for text := range bytes.Lines(f.Content) {
			line++
			_, after, found := bytes.Cut(text, []byte(`"Arn"`))
			if !found {
				continue
			}
			value := strings.TrimLeft(string(after), ": ")
			if arn, _, ok := strings.Cut(strings.TrimPrefix(value, `"`), `"`); ok && strings.HasPrefix(value, `"`) {
				if _, is := known[arn]; !is {
					known[arn] = place{f.Name, line}
				}
			}
		}
	}
	return func(arn string) (string, int) {
		if at, is := known[arn]; is {
			return at.file, at.line
		}
		if len(files) > 0 {
			return files[0].Name, 1
		}
		return "", 1
	}
}
