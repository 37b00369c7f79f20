package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// contextOfFile returns the context of a cdk.json in the working directory.
// The CDK command line passes the same context by itself; reading it here too
// lets `go run ./example` make the same template without that command. What
// the command line passes wins.
func contextOfFile(name string) (*map[string]any, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Context map[string]any `json:"context"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &file.Context, nil
}

// contextOf returns the context that is meant for this app: all of it but
// CDK's own, which are feature flags ("@aws-cdk/…"), settings ("aws:…",
// "cdk-…") and cached look-ups ("vpc-provider:account=…").
func contextOf(app awscdk.App) map[string]any {
	own := map[string]any{}
	all, _ := app.Node().GetAllContext(nil).(map[string]any)
	for key, value := range all {
		if !strings.ContainsAny(key, "@:/") && !strings.HasPrefix(key, "cdk-") && key != "tree" {
			own[key] = value
		}
	}
	return own
}
