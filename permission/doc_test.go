package permission_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The core is plain Go: it needs neither CDK nor Node, nor anything else but
// the standard library.
func TestCoreNeedsNothingButTheStandardLibrary(t *testing.T) {
	const module = "github.com/cipublisher/cipublisher/"
	core := []string{"../fault", "../permission", "../policy", "../resource"}
	if _, err := os.Stat("../trust"); err == nil {
		core = append(core, "../trust")
	}
	list := exec.Command("go", append([]string{"list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}"}, core...)...)
	list.Stderr = os.Stderr
	output, err := list.Output()
	require.NoError(t, err)
	packages := strings.Fields(string(output))
	assert.Contains(t, packages, module+"permission")
	for _, name := range packages {
		assert.True(t, strings.HasPrefix(name, module), "the core depends on %s", name)
	}
}
