package verify

import "github.com/cipublisher/cipublisher/policy"

// Questions returns the requests that policies are asked about.
func Questions(documents ...policy.Document) (all []policy.Request) {
	for _, q := range questionsOf(documents) {
		all = append(all, q.request())
	}
	return all
}
