package conformance

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// installStamp holds, inside node_modules, a digest of the lock file that the
// packages were installed from.
const installStamp = "node_modules/.installed-from"

var install = sync.OnceValue(installNodePackages)

// requireNode makes the Node tools ready, or ends the test: it skips where
// this machine can't run them, and fails where it must.
func requireNode(t testing.TB) {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing(t, "%s is not on the PATH; install Node.js 20 or newer to let the outside checkers run", tool)
		}
	}
	if err := install(); err != nil {
		t.Fatal(err)
	}
}

// missing skips a test whose tool this machine lacks; a continuous
// integration run has to have every tool.
func missing(t testing.TB, format string, arguments ...any) {
	t.Helper()
	reason := fmt.Sprintf(format, arguments...)
	if os.Getenv("CI") == "true" {
		t.Fatalf("CI may not skip: %s", reason)
	}
	skipped.Store(true)
	t.Skip(reason)
}

// installNodePackages brings node_modules to the state of package-lock.json,
// once for all test processes that start together.
func installNodePackages() error {
	unlock, err := lockFile(filepath.Join(os.TempDir(), "cipublisher-conformance-"+digest([]byte(workingDirectory()))[:12]+".lock"))
	if err != nil {
		return err
	}
	defer unlock()
	locked, err := os.ReadFile("package-lock.json")
	if err != nil {
		return err
	}
	want := digest(locked)
	if got, err := os.ReadFile(installStamp); err == nil && string(got) == want {
		return nil
	}
	var output bytes.Buffer
	// No package here needs its install script, so none gets to run one.
	npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Stdout, npm.Stderr = &output, &output
	if err := npm.Run(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, output.Bytes())
	}
	return os.WriteFile(installStamp, []byte(want), 0o600)
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func workingDirectory() string {
	dir, err := os.Getwd()
	if err != nil {
		return "."
	}
	return dir
}
