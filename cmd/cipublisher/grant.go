package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// sets are the permission sets that --set names. A new set is a file with its
// variable, and a line here.
var sets = []set{
	publisherSet,
	builderSet,
	ecrPushSet,
	ecsDeploySet,
	terraformStateSet,
	terragruntSet,
}

// set is a permission set as the command line knows it.
type set struct {
	// name is what --set takes.
	name string
	// about completes the sentence "the set is there to …".
	about string
	// setup declares the flags of the set and returns how to read it from them.
	// Sets may share flags.
	setup func(*flagSet) func(*call) permission.Set
}

// grantFlags declares the flags of "cipublisher policy" and returns how to
// make the identity policy they ask for. Every command that speaks of a whole
// grant shares them.
func grantFlags(flags *flagSet, sets []set) func(*call) policy.Document {
	read := setFlags(flags, sets)
	return func(c *call) policy.Document {
		env, sound := read(c)
		return policy.New(permission.Combine(env, sound...)...)
	}
}

// setFlags declares the same flags and returns how to read the environment and
// those of the chosen sets that are sound.
func setFlags(flags *flagSet, sets []set) func(*call) (permission.Environment, []permission.Set) {
	environment := environmentFlags(flags)
	chosen := flags.add(flag{
		name: "set", value: "NAME", repeatable: true, preset: sets[0].name,
		about: "permission set of the policy: " + setList(sets),
	})
	read := make([]func(*call) permission.Set, len(sets))
	for i, s := range sets {
		flags.set = s.name
		read[i] = s.setup(flags)
	}
	flags.set = ""
	limited := limitFlags(flags)

	return func(c *call) (permission.Environment, []permission.Set) {
		env := environment()
		c.faults.Append("", env.Validate())
		c.notices = append(c.notices, env.Notices()...)
		refuseFlagsOfOtherSets(c, flags, chosen.list())
		refuseUnknownSets(c, sets, chosen.list())
		var sound []permission.Set
		var judged fault.List
		for i, s := range sets {
			if !slices.Contains(chosen.list(), s.name) {
				continue
			}
			set := limited(read[i](c))
			if err := set.Validate(env); err != nil {
				judged = append(judged, c.addBeside(judged, err)...)
				continue
			}
			sound = append(sound, set)
			if noticer, ok := set.(permission.Noticer); ok {
				c.notices = append(c.notices, noticer.Notices(env)...)
			}
		}
		return env, sound
	}
}

func refuseUnknownSets(c *call, sets []set, chosen []string) {
	for _, name := range chosen {
		if !slices.ContainsFunc(sets, func(s set) bool { return s.name == name }) && name != "" {
			c.faults.Add("--set", name, "is not a permission set", "use one of "+setNames(sets))
		}
	}
}

// refuseFlagsOfOtherSets reports flags that would be ignored, because no
// chosen set takes them.
func refuseFlagsOfOtherSets(c *call, flags *flagSet, chosen []string) {
	for _, f := range flags.flags {
		if f.given() && len(f.sets) > 0 && !slices.ContainsFunc(f.sets, func(name string) bool { return slices.Contains(chosen, name) }) {
			c.faults.Add("--"+f.name, f.text(), "belongs to a set that is not chosen", "add --set "+strings.Join(f.sets, " or --set ")+", or leave the flag out")
		}
	}
}

func setNames(sets []set) string {
	names := make([]string, len(sets))
	for i, s := range sets {
		names[i] = s.name
	}
	return strings.Join(names, ", ")
}

// setList says what each set is for.
func setList(sets []set) string {
	list := make([]string, len(sets))
	for i, s := range sets {
		list[i] = s.name + " (" + s.about + ")"
	}
	return strings.Join(list, ", ")
}
