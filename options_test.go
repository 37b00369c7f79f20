package cipublisher_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
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

// whole is a role as options say it.
type whole struct{ *role.Whole }

func newWhole(set *permission.Options) whole { return whole{role.NewWhole(set)} }

// core returns the role that the options are, with the defaults of the props.
func (w whole) core(name string) role.Role {
	r := w.Role
	r.Sets, r.Stores = []permission.Set{w.Limits.On(w.Set.Make(new(fault.List)))}, w.Stores
	if r.PolicyName == "" {
		r.PolicyName = name
	}
	for _, o := range w.Table {
		switch {
		case !o.Given():
		case strings.HasPrefix(o.Path, "Service."):
			r.Service = &w.Service
		case strings.HasPrefix(o.PropPath(), "Trust."):
			r.Trust = &w.Trust
			if strings.HasPrefix(o.Path, "Subjects.") {
				w.Trust.Subjects = []trust.Subject{w.Subject}
			}
			w.Trust.ProviderARN = cipublisher.ProviderToBe
			if w.Trust.Quota == 0 {
				w.Trust.Quota = policy.TrustPolicyQuota
			}
		}
	}
	return r
}

// elsewhere are the options that are no part of the role itself, by what tests
// them.
var elsewhere = []string{"ProviderArn", "OidcProvider.Existing", "Outputs"}

// Each prop that an option has reaches the core as the option does.
func TestPropsAreTheOptionsOfAPublisher(t *testing.T) {
	for i := range newWhole(permission.PublisherOptions()).Table {
		w, p := newWhole(permission.PublisherOptions()), &cipublisher.CiPublisherProps{}
		o := w.Table[i]
		t.Run(o.Path, func(t *testing.T) {
			give(t, w.Table, o, p)
			if o.PropPath() == "" || slices.Contains(elsewhere, o.Path) {
				return // props.Set has found the prop
			}
			if strings.HasPrefix(o.Path, "Role.") { // which needs a role
				p.Service = &cipublisher.ServiceTrustProps{Ec2: jsii.Bool(true)}
				require.NoError(t, w.At("Service.Ec2").Set(true))
			}
			got, faults := p.Core()
			require.Empty(t, faults)
			name := "publisher"
			if o.Path == "Dev" {
				name = "publisher-dev"
			}
			require.Equal(t, w.core(name), got)
		})
	}
}

func TestPropsAreTheOptionsOfABuilder(t *testing.T) {
	for i := range permission.BuilderOptions().Table {
		w, p := newWhole(permission.BuilderOptions()), &cipublisher.CiBuilderProps{}
		o := w.Table[i]
		t.Run(o.Path, func(t *testing.T) {
			give(t, w.Table, o, p)
			if o.PropPath() == "" {
				return
			}
			if o.Needs == "Ecr.Pull" {
				require.NotNil(t, p.Ecr)
			}
			got, faults := p.Core()
			require.Empty(t, faults)
			require.Equal(t, w.core("builder"), got)
		})
	}
}

// propAlone are the props of a publisher that only the constructs have, and
// why.
var propAlone = map[string]string{"OidcProvider.RemovalPolicy": "templates keep the provider"}

// Every prop of a publisher is an option, a construct that stands for one, or
// has a reason to be there alone.
func TestEveryPropIsAnOption(t *testing.T) {
	paths := map[string]bool{}
	for _, o := range newWhole(permission.PublisherOptions()).Table {
		paths[o.PropPath()] = true
	}
	for _, path := range leaves(reflect.TypeFor[cipublisher.CiPublisherProps](), "", paths) {
		require.True(t, paths[path] || propAlone[path] != "", "%s is no option", path)
	}
}

// leaves returns the paths of the props that are options or hold no further
// props, without those that take a construct.
func leaves(of reflect.Type, path string, options map[string]bool) []string {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	switch {
	case of.Kind() == reflect.Interface && of != reflect.TypeFor[awscdk.Duration]() || of == reflect.TypeFor[awsecr.CfnPublicRepository]():
		return nil
	case options[path] || of.Kind() != reflect.Struct || !strings.HasSuffix(of.PkgPath(), "/cipublisher"):
		return []string{path}
	}
	var all []string
	for i := range of.NumField() {
		all = append(all, leaves(of.Field(i).Type, strings.TrimPrefix(path+"."+of.Field(i).Name, "."), options)...)
	}
	return all
}
