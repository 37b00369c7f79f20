package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Values that do not mean what they look like, and faults of several kinds at once.
var invalidCharacters = []invalidCase{
	{"look-alike letter", environment("rel\u0435ase")},
	{"zero-width space", branch("ma\u200bin")},
	{"several at once", trust.Options{Partition: "moon", Subjects: []trust.Subject{{Repositories: []string{"acme"}, Branches: []string{"a b"}}}}},
}
