package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// A report takes the place of the one before and of nothing else.
func TestWithReport(t *testing.T) {
	page := "# A\n\n" + reportBegins + "old\n" + reportEnds + "\nb\n"
	got, err := withReport(page, "\n 1  2  \n3\n")
	require.NoError(t, err)
	require.Equal(t, "# A\n\n<!-- measured -->\n\n```text\n1  2\n3\n```\n\n<!-- end -->\n\nb\n", got)
	again, err := withReport(got, "1  2\n3")
	require.NoError(t, err)
	require.Equal(t, got, again)
	_, err = withReport("# A\n", "x")
	require.ErrorContains(t, err, `README.md has no "<!-- measured -->" before "<!-- end -->"`)

	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, err = withReport(string(readme), "x")
	require.NoError(t, err)
}

// The line says how to measure the same again.
func TestRan(t *testing.T) {
	o := options{sizes: []int{1, 10}, peers: []string{"empty", "template"}, repeat: 2, core: true}
	require.Contains(t, o.ran(), "go run ./bench --sizes 1,10 --repeat 2 --peers empty,template --core\n")
	o.core = false
	require.NotContains(t, o.ran(), "--core")
}
