package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// grantFlags declares the flags of "cipublisher policy" and returns how to
// make the identity policy they ask for. Every command that speaks of a whole
// grant shares them.
func grantFlags(flags *flagSet, sets []permission.NamedSet) func(*call) policy.Document {
	read := setFlags(flags, sets)
	return func(c *call) policy.Document {
		env, sound := read(c)
		return policy.New(permission.Combine(env, sound...)...)
	}
}

// setFlags declares the same flags and returns how to read the environment and
// those of the chosen sets that are sound.
func setFlags(flags *flagSet, sets []permission.NamedSet) func(*call) (permission.Environment, []permission.Set) {
	environment := environmentFlags(flags)
	choices, list := described(sets)
	chosen := flags.text("set", "NAME", "permission set of the policy: "+strings.Join(list, ", ")).many().usually(sets[0].Name).among("a permission set", choices...)
	readers := map[string]func(*call) *permission.Options{}
	for _, s := range sets {
		options, heading := s.New(), ""
		if s.Name != sets[0].Name {
			heading = "Set " + s.Name
		}
		read := flags.take(heading, options.Table, s.Name)
		readers[s.Name] = func(c *call) *permission.Options { read(c); return options }
	}
	var limits permission.Limited
	readLimits := flags.take("", limits.Options())

	return func(c *call) (permission.Environment, []permission.Set) {
		env := environment(c)
		readLimits(c)
		c.faults.Append("", env.Validate())
		c.notices = append(c.notices, env.Notices()...)
		refuseFlagsOfOtherSets(c, flags, chosen.list())
		var read []*permission.Options
		for _, s := range sets {
			if slices.Contains(chosen.list(), s.Name) {
				read = append(read, readers[s.Name](c))
			}
		}
		refuseUnmet(c, read)
		var sound []permission.Set
		var reported fault.List
		for _, options := range read {
			var own fault.List
			set := limits.On(options.Make(&own))
			reported = append(reported, c.addBeside(reported, own.Err())...)
			if err := set.Validate(env); err != nil {
				reported = append(reported, c.addBeside(reported, err)...)
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

// refuseUnmet reports options without the one that they need, unless another
// set that shares their flag has a use for it.
func refuseUnmet(c *call, sets []*permission.Options) {
	var unmet fault.List
	for _, set := range sets {
		for _, f := range set.Unmet() {
			o, _ := set.Find(f.Option)
			if slices.ContainsFunc(sets, func(other *permission.Options) bool { return other.Uses(o.FlagName()) }) {
				continue
			}
			unmet = append(unmet, c.addBeside(unmet, fault.List{f})...)
			needed := set.At(o.Needs)
			needed.Refuse()
			c.flags.lookup(needed.FlagName()).faulty = true
		}
	}
}

// refuseFlagsOfOtherSets reports flags that would be ignored, because no
// chosen set takes them.
func refuseFlagsOfOtherSets(c *call, flags *flagSet, chosen []string) {
	for _, f := range flags.flags {
		if f.given() && len(f.sets) > 0 && !slices.ContainsFunc(f.sets, func(name string) bool { return slices.Contains(chosen, name) }) {
			c.refuse(f, "belongs to a set that is not chosen", "add --set "+strings.Join(f.sets, " or --set ")+", or leave the flag out")
		}
	}
}

// described are the sets with what each is for, as a shell shows them and as the
// help does.
func described(sets []permission.NamedSet) (choices, list []string) {
	for _, s := range sets {
		choices, list = append(choices, cobra.CompletionWithDesc(s.Name, s.About)), append(list, s.Name+" ("+s.About+")")
	}
	return choices, list
}
