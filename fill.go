package cipublisher

import (
	"reflect"
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/option"
)

// reportedMissing are the options that the core reports when they are empty.
var reportedMissing = []string{"PolicyName", "S3.BucketName", "CodeArtifact.DomainName"}

// fill gives the options of a table what the props say. What takes a construct
// or a duration is left to those who know it. A text that is set to nothing is a
// fault where the core would take it for unset.
func fill(faults *fault.List, table option.Table, props any) {
	for _, o := range table {
		if o.PropPath() == "" {
			continue
		}
		value, ok := prop.Get(props, o.PropPath(), o.Type())
		if !ok {
			continue
		}
		if value == "" && !slices.Contains(reportedMissing, o.Path) {
			faults.Add(o.PropPath(), "", "is empty", "leave it unset for the default")
			continue
		}
		o.Put(value)
	}
}

// storeProps are the props of a store.
type storeProps interface {
	// put gives the options of the store what the constructs say.
	put(options option.Table, faults *fault.List)
}

// putStores gives the options what the constructs in the props of stores say:
// those are the fields of the props that are not nil and can put.
func putStores(faults *fault.List, table option.Table, props any) {
	fields := reflect.ValueOf(props).Elem()
	for i := range fields.NumField() {
		if store, ok := fields.Field(i).Interface().(storeProps); ok && !fields.Field(i).IsNil() {
			store.put(table, faults)
		}
	}
}
