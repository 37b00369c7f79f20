package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/policy"
)

// characters counts those of the templates in a folder, and of the managed
// policies in them.
func characters(folder string) (policies, templates int, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.template.json"))
	if err != nil {
		return 0, 0, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, 0, err
		}
		var template struct {
			Resources map[string]struct {
				Type       string
				Properties struct{ PolicyDocument json.RawMessage }
			}
		}
		if err := json.Unmarshal(text, &template); err != nil {
			return 0, 0, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		templates += utf8.RuneCount(text)
		for id, resource := range template.Resources {
			if resource.Type != "AWS::IAM::ManagedPolicy" {
				continue
			}
			document, err := policy.Parse(resource.Properties.PolicyDocument)
			if err != nil {
				return 0, 0, fmt.Errorf("%s, %s: %w", filepath.Base(file), id, err)
			}
			policies += document.Size()
		}
	}
	return policies, templates, nil
}
