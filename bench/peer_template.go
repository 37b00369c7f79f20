package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// templatePeer is the command line, which makes the same stacks without CDK.
var templatePeer = peer{name: "template", prepare: buildCommandLine, command: templateCommand, silent: true}

func buildCommandLine(r *runner) error {
	output, err := exec.Command("go", "build", "-o", r.commandLine(), filepath.Join(r.module, "cmd", "cipublisher")).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

func (r *runner) commandLine() string { return filepath.Join(r.work, "cipublisher.exe") } // the suffix matters on Windows only

// templateCommand makes one publisher from flags, several from a registry.
func templateCommand(r *runner, publishers int, folder string) (*exec.Cmd, error) {
	if publishers == 1 {
		p := workload(1)[0].publishers[0]
		stdout, err := os.Create(filepath.Join(folder, "one.template.json"))
		if err != nil {
			return nil, err
		}
		command := exec.Command(r.commandLine(), "template", "--account-id", workload(1)[0].account, "--region", region,
			"--policy-name", p.name, "--preset", "terraform-aws-ci-publisher", "--s3-bucket", bucket, "--s3-prefix", p.prefix, "--codeartifact-domain", domain,
			"--repo", p.repository, "--environment", environment, "--both-forms=false", "--create-provider", "--outputs=false")
		command.Stdout = stdout
		return command, nil
	}
	file := filepath.Join(r.work, "registry-"+strconv.Itoa(publishers)+".json")
	if err := os.WriteFile(file, registryOf(publishers), 0o644); err != nil {
		return nil, err
	}
	return exec.Command(r.commandLine(), "template", "--registry", file, "--out", folder), nil
}

// registryOf is the workload as a registry. It has one account, and so one
// provider.
func registryOf(publishers int) []byte {
	type object = map[string]any
	var rows []object
	for _, s := range workload(publishers) {
		for _, p := range s.publishers {
			repository, id, _ := strings.Cut(strings.Replace(p.repository, "@1234", "", 1), "@")
			number, _ := strconv.Atoi(id)
			rows = append(rows, object{"team": "acme", "repository": repository, "ownerId": 1234, "id": number, "roleName": p.name})
		}
	}
	text, _ := json.Marshal(object{
		"version": 1, "accountId": workload(1)[0].account, "region": region, "provider": "create", "roleQuota": max(publishers, 1000),
		"stacks": max(8, publishers/perStack),
		"defaults": object{
			"environments": []string{environment}, "bothForms": false, "s3": object{"bucket": bucket, "prefix": "{repository}/"},
			"ecr": object{"repositories": []string{"*"}, "shared": true}, "codeArtifact": object{"domain": domain, "repositories": []string{"*"}, "shared": true}, "allowDelete": true,
		},
		"repositories": rows,
	})
	return text
}
