package registry_test

import (
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/processor"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/template"
)

// grown is a registry of the first n of many repositories, in an order of its own.
func grown(n int) string {
	var b strings.Builder
	b.WriteString(strings.Replace(head, "version: 1", "version: 1\nroleQuota: 5000", 1))
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	rand.New(rand.NewPCG(1, uint64(n))).Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
	for _, i := range order {
		b.WriteString(row(i))
	}
	return b.String()
}

// A registry grows from its first row to all the roles that AWS raises an
// account to: what is deployed keeps its stack and its logical ids, and every
// stack stays within the limits of CloudFormation.
func TestGrowthMovesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("makes eight thousand roles")
	}
	t.Parallel()
	place := map[string]string{} // of each logical id, the stack
	for _, n := range []int{1, 10, 500, 2500, 5000} {
		r := read(t, grown(n))
		found, added := 0, map[string]string{}
		for stack := range r.StacksOfRoles() {
			made, err := stack.Template() // which asserts the size
			require.NoError(t, err)
			require.LessOrEqual(t, len(made.Resources), template.MaxResources)
			require.LessOrEqual(t, len(made.Outputs), template.MaxOutputs)
			for id := range made.Resources {
				if before, deployed := place[id]; deployed {
					found++
					require.Equal(t, before, stack.Name, id)
				}
			}
			for _, role := range stack.Roles {
				for _, part := range []string{"Policy", "Role"} {
					added[template.LogicalID(role.ID, part, "Resource")] = stack.Name
				}
			}
		}
		require.Equal(t, len(place), found, "everything that was deployed is there")
		maps.Copy(place, added)
		require.Len(t, place, 2*n)
	}
}

// As many rows as a registry takes are written in bounded memory.
func TestAHundredThousandRows(t *testing.T) {
	t.Parallel() // which comes after the tests that measure the processor
	if testing.Short() {
		t.Skip("makes a hundred thousand roles")
	}
	var b strings.Builder
	b.WriteString("version: 1\naccountId: \"123456789012\"\nregion: eu-west-1\nstacks: 600\nroleQuota: 100000\ndefaults: {environments: [release], ecr: {}}\nrepositories:\n")
	for i := range registry.MaxRepositories {
		b.WriteString(row(i))
	}
	stacks, size := 0, 0
	var memory runtime.MemStats
	_, err := registry.Write([]byte(b.String()), func(name, template string) error {
		stacks++
		size += len(template)
		return nil
	})
	require.NoError(t, err)
	runtime.ReadMemStats(&memory)
	t.Log(stacks, "stacks", size>>20, "MB", memory.HeapSys>>20, "MB of heap")
	require.Equal(t, 600, stacks)
	require.Greater(t, size, 100<<20, "bytes")
	require.Less(t, memory.HeapSys, uint64(2<<30))

}

// One row more than that is refused with what to do, and not after minutes.
func TestTooManyRowsAreRefused(t *testing.T) {
	many := "{version: 1, repositories: [" + strings.Join(slices.Repeat([]string{"{}"}, registry.MaxRepositories+1), ",") + "]}"
	begin := processor.Time()
	_, err := registry.Read([]byte(many))
	require.EqualError(t, err, "cipublisher: repositories has 100001 rows, and 100000 are the most that one registry takes; divide it between accounts")
	require.Less(t, processor.Time()-begin, 10*time.Second)
}

// Ten thousand rows are written in three seconds of an idle processor, and in
// 300 MB. A processor that others use as well takes up to twice as long.
func TestTenThousandRowsAreFast(t *testing.T) {
	if testing.Short() {
		t.Skip("makes ten thousand roles")
	}
	text := []byte(strings.Replace(grown(10_000), "roleQuota: 5000", "roleQuota: 10000\nstacks: 80", 1))
	begin := processor.Time()
	_, err := registry.Write(text, func(string, string) error { return nil })
	took := processor.Time() - begin
	require.NoError(t, err)
	t.Log(took)
	require.Less(t, took, 2*3*time.Second)
}
