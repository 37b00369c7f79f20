package prop

import (
	"reflect"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"
)

// What the core gets of a prop is what Set has made of it.
func TestGetIsTheOppositeOfSet(t *testing.T) {
	for path, value := range map[string]any{
		"Inner.Name":     "a",
		"List.AccountId": "1",
		"Names":          []string{"c", "d"},
		"Sizes":          4096,
		"Claims":         map[string][]string{"actor": {"e"}},
		"On":             false,
		"List":           []core{{Name: "f"}, {AccountID: "2"}},
	} {
		var o outer
		_, ok := Get(&o, path, reflect.TypeOf(value))
		require.False(t, ok, path)
		Set(&o, path, value)
		got, ok := Get(&o, path, reflect.TypeOf(value))
		require.True(t, ok, path)
		require.Equal(t, value, got, path)
	}
}

func TestGetKeepsWhatIsEmpty(t *testing.T) {
	got, ok := Get(&outer{Names: &[]*string{nil}}, "Names", reflect.TypeFor[[]string]())
	require.True(t, ok)
	require.Equal(t, []string{""}, got)
	got, _ = Get(&outer{Names: &[]*string{}}, "Names", reflect.TypeFor[[]string]())
	require.Equal(t, []string{}, got)
	got, _ = Get(&outer{List: &[]*inner{nil}}, "List", reflect.TypeFor[[]core]())
	require.Equal(t, []core{{}}, got)
	_, ok = Get(&outer{List: &[]*inner{nil}}, "List.Name", reflect.TypeFor[string]())
	require.False(t, ok)
}

func TestGetPanicsWhereThereIsNoProp(t *testing.T) {
	require.PanicsWithValue(t, "prop: there is no prop Inner.Nmae", func() {
		Get(&outer{Inner: &inner{}}, "Inner.Nmae", reflect.TypeFor[string]())
	})
}

func TestGetLeavesDurationsToTheConstructs(t *testing.T) {
	props := struct{ Length awscdk.Duration }{awscdk.Duration_Hours(jsii.Number(1))}
	_, ok := Get(&props, "Length", reflect.TypeFor[int]())
	require.False(t, ok)
}

func TestCopy(t *testing.T) {
	var to struct {
		Inner *inner
		Other *string
	}
	from := outer{Inner: &inner{}, On: jsii.Bool(true)}
	Copy(&from, &to)
	require.Same(t, from.Inner, to.Inner)
}
