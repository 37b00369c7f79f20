package playground

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/role"
)

// Every option that a flag sets is a field, once, with a name, what it is for
// and an example.
func TestEveryOptionIsAField(t *testing.T) {
	for _, s := range role.Sets {
		answer := reply(`{"ask":"form","set":"` + s.Name + `"}`)
		require.NotNil(t, answer.Form, "%v", answer.Faults)
		seen := map[string]int{}
		for _, g := range answer.Form.Groups {
			assert.NotEmpty(t, g.Fields, g.Title)
			for _, f := range g.Fields {
				seen[f.Path]++
				assert.Regexp(t, `^--[a-z0-9-]+$`, f.Name)
				assert.NotEmpty(t, f.About, f.Path)
				assert.NotContains(t, f.About+f.Unset, "{", f.Path)
				if f.Kind != "switch" && f.Kind != "choice" {
					assert.NotEmpty(t, f.Example, f.Path)
				}
			}
		}
		for _, o := range role.NewWhole(s.New()).Table {
			if nameOf(o) != "" {
				assert.Equal(t, 1, seen[o.Path], "%s of %s", o.Path, s.Name)
			}
		}
	}
}

func TestFormsOfSets(t *testing.T) {
	answer := reply(`{"ask":"form"}`)
	require.NotNil(t, answer.Form)
	var names []string
	for _, s := range answer.Form.Sets {
		names = append(names, s.Name)
	}
	assert.Equal(t, "publisher", names[0])
	assert.Len(t, names, len(role.Sets))
	assert.Equal(t, []string{"Where", "The publisher set", "S3", "ECR", "ECR Public"}, titles(answer.Form.Groups[:5]))
}

func titles(groups []Group) []string {
	var all []string
	for _, g := range groups {
		all = append(all, g.Title)
	}
	return all
}
