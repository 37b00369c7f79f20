package registry_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/aws"
)

// Rows that come, go and move leave the others' resources alone, to the byte
// and in the same stack, as long as the registry has one owner, or has several.
func TestUntouchedRowsKeepTheirResources(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		distinct := rapid.SliceOfNDistinct(rapid.IntRange(0, 10000), 1, 30, rapid.ID[int])
		before := distinct.Draw(t, "before")
		added := distinct.Draw(t, "added")
		kept := before[:rapid.IntRange(1, len(before)).Draw(t, "kept")]
		after := append([]int{}, kept...)
		for _, i := range added {
			if !slices.Contains(before, i) {
				after = append(after, i)
			}
		}
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "order"))).Shuffle(len(after), func(i, j int) { after[i], after[j] = after[j], after[i] })

		other := ""
		if rapid.Bool().Draw(t, "several owners") {
			other = "  - {team: z, repository: other/app, ownerId: 1, id: 7}\n"
		}
		old, made := resources(t, read(t, rows(before...)+other)), resources(t, read(t, rows(after...)+other))
		for _, id := range kept {
			of := fmt.Sprintf("Repository%d", 100000+id)
			found := 0
			for key, resource := range old {
				if strings.Contains(key, " "+of+"Policy") || strings.Contains(key, " "+of+"Role") {
					found++
					require.Equal(t, resource, made[key], key)
				}
			}
			require.Equal(t, 2, found)
		}
	})
}

// A repository that is renamed keeps its logical ids and its stack, and so
// does one that another team takes over, whose role is only described anew.
func TestRenamesAndMovesBetweenTeams(t *testing.T) {
	keys := func(text string) []string {
		var all []string
		for key := range resources(t, read(t, head+text)) {
			all = append(all, key)
		}
		return all
	}
	before := keys(`  - {team: a, repository: acme/app, ownerId: 1, id: 7}`)
	require.ElementsMatch(t, before, keys(`  - {team: a, repository: acme/renamed, ownerId: 1, id: 7}`))
	require.ElementsMatch(t, before, keys(`  - {team: b, repository: acme/app, ownerId: 1, id: 7}`))
}

func TestUnknownRegionIsToldOnce(t *testing.T) {
	r := read(t, rows(1, 2, 3))
	r.Region = "eu-centrall-1"
	var told []string
	for _, notice := range r.Notices() {
		if notice.ID == aws.UnknownRegionID {
			told = append(told, notice.String())
		}
	}
	require.Len(t, told, 1)
	require.Contains(t, told[0], `region "eu-centrall-1" is no region that is known here`)
}
