package conformance

import (
	"strings"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/permission"
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
	// Unchecked stands in for Resources where the simulator can't tell which
	// of the action's types a resource would be.
	Unchecked []string
}

// service is the prefix of the action's name.
func (a action) service() string {
	service, _, _ := strings.Cut(a.Name, ":")
	return service
}

// has reports whether the action has a condition key. In the data a tag key
// ends in a placeholder: s3:RequestObjectTag/<key>, aws:ResourceTag/${TagKey}.
func (a action) has(key string) bool {
	prefix, _, tag := strings.Cut(key, "/")
	for _, known := range a.ConditionKeys {
		if knownPrefix, _, knownTag := strings.Cut(known, "/"); tag == knownTag && strings.EqualFold(prefix, knownPrefix) {
			return true
		}
	}
	return false
}

// minimumActions is fewer than AWS had when this was written, 22,091: a
// smaller list is not all of AWS.
const minimumActions = 22_000

var actionLists = struct {
	sync.Mutex
	of map[permission.Environment][]action
}{of: map[permission.Environment][]action{}}

// allActions returns every action of AWS with what it can be asked about in
// an environment: the resources in scope there, the look-alikes, and others.
func allActions(t testing.TB, env permission.Environment) []action {
	t.Helper()
	actionLists.Lock()
	defer actionLists.Unlock()
	if list, ok := actionLists.of[env]; ok {
		return list
	}
	var reply struct{ Actions []action }
	err := simulators.call("actions", map[string]any{
		"resources": resourcesIn(env), "partition": env.Partition, "region": env.Region, "account": env.AccountID,
	}, &reply)
	if err != nil {
		t.Fatal(err)
	}
	if len(reply.Actions) < minimumActions {
		t.Fatalf("the data has %d actions, want at least %d", len(reply.Actions), minimumActions)
	}
	for i, a := range reply.Actions {
		if len(a.Resources) == 0 && len(a.Unchecked) == 0 {
			t.Fatalf("%s has nothing it can be asked about", a.Name)
		}
		reply.Actions[i].Unchecked = append(a.Unchecked, uncheckedResources(a)...)
	}
	actionLists.of[env] = reply.Actions
	return reply.Actions
}
