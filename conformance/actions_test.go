package conformance

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// action is one action of AWS's Service Authorization Reference, with the
// resources it can be asked about.
type action struct {
	Name          string
	Access        string
	ConditionKeys []string
	// Resources are those of the list that was given and are of one of the
	// action's types, and one made up for each type; "*" where it has none.
	Resources []string
	// Unchecked replaces Resources where the simulator can't tell which
	// of the action's types a resource would be.
	Unchecked []string

	// keys are the ConditionKeys in lower case, and beginnings those of keys
	// whose end the customer names.
	keys       map[string]bool
	beginnings []string
}

// service is the prefix of the action's name.
func (a action) service() string {
	service, _, _ := strings.Cut(a.Name, ":")
	return service
}

// placeholder is what the end of a key is in the data where the customer names
// it: s3:RequestObjectTag/<key>, aws:ResourceTag/${TagKey}.
var placeholder = regexp.MustCompile(`<[^>]*>$|\$\{[^}]*\}$`)

// setKeys gives an action its condition keys, with what has asks for.
func (a *action) setKeys(keys []string) {
	a.ConditionKeys, a.keys = keys, map[string]bool{}
	for _, known := range a.ConditionKeys {
		lower := strings.ToLower(known)
		if at := placeholder.FindStringIndex(lower); at != nil {
			a.beginnings = append(a.beginnings, lower[:at[0]])
		} else {
			a.keys[lower] = true
		}
	}
}

// has reports whether requests for the action have a condition key. AWS's
// global keys are in all of them.
func (a action) has(key string) bool {
	key = strings.ToLower(key)
	return strings.HasPrefix(key, "aws:") || a.keys[key] || slices.ContainsFunc(a.beginnings, func(beginning string) bool {
		return len(key) > len(beginning) && strings.HasPrefix(key, beginning)
	})
}

// minimumActions is fewer than AWS had when this was written, 22,091: a
// smaller list is not all of AWS.
const minimumActions = 22_000

var actionLists = struct {
	sync.Mutex
	of map[scope][]action
}{of: map[scope][]action{}}

// allActions returns every action of AWS with what it can be asked about in
// a scope: the resources there, the look-alikes, and others.
func allActions(t testing.TB, in scope) []action {
	t.Helper()
	actionLists.Lock()
	defer actionLists.Unlock()
	if list, ok := actionLists.of[in]; ok {
		return list
	}
	var reply actionsReply
	if err := simulators.call("actions", in.request(), &reply); err != nil {
		t.Fatal(err)
	}
	if len(reply.Actions) < minimumActions {
		t.Fatalf("the data has %d actions, want at least %d", len(reply.Actions), minimumActions)
	}
	list := reply.list()
	for i, a := range list {
		if len(a.Resources) == 0 && len(a.Unchecked) == 0 {
			t.Fatalf("%s has nothing it can be asked about", a.Name)
		}
		list[i].Unchecked = slices.Concat(a.Unchecked, uncheckedResources(a))
	}
	actionLists.of[in] = list
	return list
}

// request is for the actions with what they can be asked about in a scope.
func (s scope) request() map[string]any {
	return map[string]any{"resources": s.resources(), "partition": s.env.Partition, "region": s.env.Region, "account": s.env.AccountID}
}

// actionsReply is the simulator's list of actions. What many of them have in
// common is there once.
type actionsReply struct {
	Actions []struct {
		Name, Access string
		Keys, Asked  int // places in the lists below
	}
	Keys  [][]string
	Asked []struct{ Resources, Unchecked []string }
}

func (r actionsReply) list() []action {
	withKeys := make([]action, len(r.Keys))
	for i, keys := range r.Keys {
		withKeys[i].setKeys(keys)
	}
	list := make([]action, len(r.Actions))
	for i, of := range r.Actions {
		asked := r.Asked[of.Asked]
		list[i] = withKeys[of.Keys]
		list[i].Name, list[i].Access = of.Name, of.Access
		list[i].Resources, list[i].Unchecked = asked.Resources, asked.Unchecked
	}
	return list
}
