package option_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/option"
)

var mention = regexp.MustCompile(`\{([A-Z][A-Za-z0-9.]*)\}`)

// A declaration is whole: it says what the option is for and shows a value that
// is accepted; what it mentions and needs is there.
func TestDeclarations(t *testing.T) {
	tables := map[string]option.Table{"": publisher()}
	for _, set := range option.Sets {
		tables[set.Name] = set.New().Table
	}
	for name, table := range tables {
		known := append(append(option.Table{}, table...), publisher()...)
		for _, o := range table {
			t.Run(name+"/"+o.Path, func(t *testing.T) {
				require.NotEmpty(t, o.About)
				require.NotRegexp(t, `\.$`, o.About, "a clause, not a sentence")
				require.Equal(t, o.Kind() == option.Switch, o.Value == "", "a switch takes no value, anything else does")
				for _, m := range mention.FindAllStringSubmatch(o.About+o.Unset, -1) {
					known.At(m[1])
				}
				if o.Needs != "" {
					table.At(o.Needs)
				}
				var value any = o.Example
				if o.Kind() == option.List {
					value = strings.Split(o.Example, ",")
				}
				require.NoError(t, o.Set(value))
				require.True(t, o.Given())
				require.True(t, o.Means() || o.Kind() == option.Text && o.Example == o.Default, "the example says what the default says")
				for _, reason := range []string{o.NoProp, o.NoFlag, o.NoKey, o.NoRegistry} {
					require.NotContains(t, reason, "TODO")
				}
				require.False(t, o.NoFlag != "" && o.NoProp != "" && o.NoKey != "" && o.NoRegistry != "", "nobody can set it")
			})
		}
	}
}
