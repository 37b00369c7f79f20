package cipublisher_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// example is what an option's example stands for.
func example(o *option.Option) any {
	if o.Kind() == option.List {
		return strings.Split(o.Example, ",")
	}
	return o.Example
}

// give gives an option its example, and what it needs theirs, in the table and
// in the props.
func give(t *testing.T, table option.Table, o *option.Option, into any) {
	if o.Needs != "" {
		give(t, table, table.At(o.Needs), into)
	}
	require.NoError(t, o.Set(example(o)))
	if o.PropPath() == "" {
		require.NotEmpty(t, o.NoProp)
		return
	}
	prop.Set(into, o.PropPath(), o.Get())
}

// Each prop that an option has reaches the core as the option does.
func TestPropsAreTheOptionsOfAPublisher(t *testing.T) {
	for i := range publisherTable(option.Publisher(), &permission.Limited{}) {
		set, limits, p := option.Publisher(), permission.Limited{}, &cipublisher.CiPublisherProps{}
		table := publisherTable(set, &limits)
		t.Run(table[i].Path, func(t *testing.T) {
			give(t, table, table[i], p)
			got, faults := p.Core()
			require.Empty(t, faults)
			require.Equal(t, option.Limit(set.Make(new(fault.List)), limits), got)
		})
	}
}

func publisherTable(set *option.Set, limits *permission.Limited) option.Table {
	return slices.Concat(set.Table, option.Limits(limits))
}

func TestPropsAreTheOptionsOfABuilder(t *testing.T) {
	for i := range option.Builder().Table {
		set, p := option.Builder(), &cipublisher.CiBuilderProps{}
		o := set.Table[i]
		t.Run(o.Path, func(t *testing.T) {
			give(t, set.Table, o, p)
			if o.PropPath() == "" {
				t.Skip(o.NoProp)
			}
			got, faults := p.Core()
			require.Empty(t, faults)
			require.Equal(t, set.Make(new(fault.List)), got)
		})
	}
}

func TestPropsAreTheOptionsOfATrust(t *testing.T) {
	for i := range option.Trust(&trust.Options{}, &trust.Subject{}) {
		var want trust.Options
		var subject trust.Subject
		table, p := option.Trust(&want, &subject), &cipublisher.CiPublisherProps{Trust: &cipublisher.TrustProps{}}
		o := table[i]
		t.Run(o.Path, func(t *testing.T) {
			give(t, table, o, p)
			got := p.Trust.Core()
			if arn := "OidcProvider.Arn"; o.PropPath() == arn {
				require.Equal(t, o.Example, *p.OidcProvider.Arn)
				return
			}
			got.ProviderARN = "" // of the provider that is yet to be made
			if want.Quota == 0 {
				want.Quota = policy.TrustPolicyQuota
			}
			if strings.HasPrefix(o.Path, "Subjects.") {
				want.Subjects = []trust.Subject{subject}
			}
			require.Equal(t, want, got)
		})
	}
}

// propAlone are the props of a publisher that only the constructs have, and
// why. Constructs in place of a name need no reason.
var propAlone = map[string]string{
	"Service":                    "roles of AWS services are no roles of CI jobs outside the account",
	"S3.Buckets":                 "",
	"CodeArtifact.Domains":       "",
	"OidcProvider.RemovalPolicy": "templates keep the provider",
}

// Every prop of a publisher is an option, a construct that stands for one, or
// has a reason to be there alone.
func TestEveryPropIsAnOption(t *testing.T) {
	var role template.Role
	table := slices.Concat(
		publisherTable(option.Publisher(), &permission.Limited{}), option.Environment(&permission.Environment{}),
		option.Trust(&trust.Options{}, &trust.Subject{}), option.Provider(new(bool)), option.Role(&role), option.Outputs(&role),
	)
	paths := map[string]bool{}
	for _, o := range table {
		paths[o.PropPath()] = true
	}
	for _, path := range leaves(reflect.TypeFor[cipublisher.CiPublisherProps](), "") {
		reason := propAlone[path]
		require.True(t, paths[path] || reason != "", "%s is no option", path)
	}
}

// leaves returns the paths of the props that hold no further ones, without
// those that take a construct.
func leaves(of reflect.Type, path string) []string {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if path == "Service" || path == "S3.Buckets" || path == "CodeArtifact.Domains" || of.Kind() != reflect.Struct || of.PkgPath() != "github.com/cipublisher/cipublisher" {
		construct := of.Kind() == reflect.Interface && strings.Contains(of.PkgPath(), "aws-cdk-go") && of.Name() != "Duration"
		if construct {
			return nil
		}
		return []string{path}
	}
	var all []string
	for i := range of.NumField() {
		all = append(all, leaves(of.Field(i).Type, strings.TrimPrefix(path+"."+of.Field(i).Name, "."))...)
	}
	return all
}
