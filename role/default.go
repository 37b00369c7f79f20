package role

import "github.com/cipublisher/cipublisher/permission"

// DefaultPath is the path of policies and roles unless another one is set.
const DefaultPath = "/ci/"

// Publisher returns the role of a publisher: "publisher", for dev releases
// "publisher-dev".
func Publisher(p permission.Publisher) Role {
	name := "publisher"
	if p.Dev {
		name += DevSuffix
	}
	return Role{Sets: []permission.Set{p}, PolicyName: name}
}

// DevSuffix ends the names of roles for dev releases.
const DevSuffix = "-dev"

// Builder returns the role of a builder: "builder".
func Builder(b permission.Builder) Role {
	return Role{Sets: []permission.Set{b}, PolicyName: "builder"}
}

func describe(sets []permission.Set) string {
	if len(sets) == 1 {
		set := sets[0]
		if limited, ok := set.(permission.Limited); ok {
			set = limited.Set
		}
		switch set := set.(type) {
		case permission.Publisher:
			if set.Dev {
				return "Publishes dev artifacts from CI"
			}
			return "Publishes artifacts from CI"
		case permission.Builder:
			return "Reads artifacts in CI"
		}
	}
	return "Runs CI jobs"
}
