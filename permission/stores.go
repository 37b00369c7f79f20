package permission

import (
	"reflect"
	"slices"
	"sync"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/table"
)

// declared is what a store says of itself, whatever its options are. The stores
// of a set are its fields that are pointers to such: there is no other list.
type declared interface {
	// options returns the options of the store, which set its fields.
	options() option.Table
	// tables are those that its statements are made of.
	tables() []table.Table
}

// granted returns the stores of a set that are not nil, in the order of its
// fields, which is that of their statements.
func granted[S declared](set any) []S {
	fields := reflect.ValueOf(set)
	all := make([]S, 0, fields.NumField())
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Pointer && !field.IsNil() {
			if store, ok := field.Interface().(S); ok {
				all = append(all, store)
			}
		}
	}
	return all
}

// offered is a store that options may grant: a field of a set, and what it is
// when it is granted.
type offered struct {
	declared
	field, store reflect.Value
	table        option.Table
}

// offer returns every store of the set behind a pointer, none of them granted.
func offer(set any) []offered {
	fields := reflect.ValueOf(set).Elem()
	var all []offered
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Pointer {
			made := reflect.New(field.Type().Elem())
			if store, ok := made.Interface().(declared); ok {
				all = append(all, offered{store, field, made, store.options()})
			}
		}
	}
	return all
}

// grant puts the store as it is now into its set where one of its options asks
// for it, else nothing.
func (o offered) grant() {
	o.field.SetZero()
	if option.StoreOf(o.table).Asked(o.table) {
		now := reflect.New(o.store.Type().Elem())
		now.Elem().Set(o.store.Elem())
		o.field.Set(now)
	}
}

// optionsOf returns the options of stores, store by store.
func optionsOf(stores []offered) option.Table {
	var all option.Table
	for _, s := range stores {
		all = append(all, s.table...)
	}
	return all
}

// Stores returns the stores of a publisher, in the order of its options.
func Stores() []option.Store {
	var all []option.Store
	for _, s := range offer(&Publisher{}) {
		store := option.StoreOf(s.table)
		store.Title = s.tables()[0].Store
		all = append(all, store)
	}
	return all
}

// tables are those that the statements of this package are made of, in their
// order; there is no other source of permissions.
var tables = sync.OnceValue(func() []table.Table {
	var all []table.Table
	for _, s := range slices.Concat(offer(&Publisher{}), offer(&Builder{})) {
		all = append(all, s.tables()...)
	}
	return all
})

// located is a store whose ARNs name the account and, most of them, the
// region.
type located interface {
	need(*fault.List, Environment)
}

// needOf reports what the ARNs of a store name and the environment lacks.
func needOf(store any, faults *fault.List, env Environment) {
	if l, ok := store.(located); ok {
		l.need(faults, env)
	}
}
