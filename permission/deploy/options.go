package deploy

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// noDeployProp is why the sets beside publishers and builders have no props.
const noDeployProp = "the constructs take the set itself, in CiRoleProps.Sets"

// beside returns the options of a set that only the command line takes one by
// one.
func beside(t option.Table, made func(*fault.List) permission.Set) *permission.Options {
	for _, o := range t.Complete() {
		o.NoProp, o.NoKey, o.NoRegistry = noDeployProp, permission.NoBuilderKey, permission.NoBuilderRegistry
	}
	return &permission.Options{Table: t, Make: made}
}

// optionsOf returns the options that a set says it has, unset.
func optionsOf[T permission.Set, P interface {
	*T
	options() option.Table
}]() *permission.Options {
	var set T
	return beside(P(&set).options(), func(*fault.List) permission.Set { return set })
}
