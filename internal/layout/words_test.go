package layout_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// riddles are phrases that readers of earlier versions had to guess, and what to
// write in their place.
var riddles = map[string]*regexp.Regexp{
	"is admitted":              phrase(`(gets?|got|getting) in`),
	"check, compare or decide": phrase(`judge[sd]?|judging|judgement`),
	"compare with":             phrase(`(hold|holds|held) [a-z]+ against|(hold|holds|held) against`),
	"except":                   phrase(`but for`),
	"distinguish":              phrase(`told apart|tells? apart|tells? (them|one|two) apart`),
	"replace":                  phrase(`stands? in for`),
	"assume the role":          phrase(`becom(e|es|ing) the role`),
}

func phrase(pattern string) *regexp.Regexp { return regexp.MustCompile(`\b(` + pattern + `)\b`) }

func TestTextsAreInPlainWords(t *testing.T) {
	files := 0
	require.NoError(t, filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, file)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"node_modules", "testdata", "dist"}, entry.Name())) {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".md", ".mjs", ".yml"}, path.Ext(name)) || name == "internal/layout/words_test.go" {
			return nil
		}
		files++
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		content := bytes.ToLower(text)
		for word, riddle := range riddles {
			for _, at := range riddle.FindAllIndex(content, -1) {
				line := 1 + strings.Count(string(content[:at[0]]), "\n")
				assert.Fail(t, "a phrase that readers have to guess", "%s:%d says %q; write %q", name, line, content[at[0]:at[1]], word)
			}
		}
		return nil
	}))
	assert.Greater(t, files, 500, "the whole module is read")
}

func TestRiddlesAreFound(t *testing.T) {
	for text, want := range map[string]bool{
		"would this token get in?": true, "Gets in": true, "judges the token": true, "holds it against the other": true, "all but for one": true,
		"they are told apart": true, "stands in for another": true, "to become the role": true,
		"the forgetting index": false, "is in the role": false, "budget in euros": false, "holds the token": false, "in the place of": false,
	} {
		found := false
		for _, riddle := range riddles {
			found = found || riddle.MatchString(strings.ToLower(text))
		}
		assert.Equal(t, want, found, text)
	}
}
