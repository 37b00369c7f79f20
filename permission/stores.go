package permission

import (
	"reflect"
	"slices"
	"sync"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// store is one store of a publisher or a builder. Those of a set are its fields
// that are pointers to such: there is no other list.
type store interface {
	// options returns the options of the store, which set its fields.
	options() option.Table
	// tables are those that its statements are made of.
	tables() []table.Table
	// need reports what its ARNs name and the environment lacks.
	need(*fault.List, Environment)
	validate(faults *fault.List, env Environment, dev bool)
	statements(env Environment, dev, deletes bool) []policy.Statement
	notices(all *fault.Notices, dev bool)
}

// stores are those of a set, in the order of its fields, which is that of their
// statements.
type stores []store

func granted(set any) stores {
	fields := reflect.ValueOf(set)
	all := make(stores, 0, fields.NumField())
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Pointer && !field.IsNil() {
			if store, ok := field.Interface().(store); ok {
				all = append(all, store)
			}
		}
	}
	return all
}

// validate reports first what several stores lack alike, so that it is said once.
func (s stores) validate(faults *fault.List, env Environment, dev bool) {
	for _, store := range s {
		store.need(faults, env)
	}
	for _, store := range s {
		store.validate(faults, env, dev)
	}
}

func (s stores) statements(env Environment, dev, deletes bool) []policy.Statement {
	all := make([][]policy.Statement, 0, 4) // no set has more stores
	for _, store := range s {
		all = append(all, store.statements(env, dev, deletes))
	}
	return slices.Concat(all...)
}

func (s stores) notices(dev bool) []fault.Notice {
	var all fault.Notices
	for _, store := range s {
		store.notices(&all, dev)
	}
	return all
}

// offered is a store that options may grant: a field of a set, and what it is
// when it is granted.
type offered struct {
	store
	field, value reflect.Value
	table        option.Table
}

// offer returns every store of the set behind a pointer, none of them granted.
func offer(set any) []offered {
	fields := reflect.ValueOf(set).Elem()
	var all []offered
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Pointer {
			made := reflect.New(field.Type().Elem())
			if store, ok := made.Interface().(store); ok {
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
		now := reflect.New(o.value.Type().Elem())
		now.Elem().Set(o.value.Elem())
		o.field.Set(now)
	}
}

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
