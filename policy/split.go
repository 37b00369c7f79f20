package policy

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// MaxParts is how many managed policies a role may have by default.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const MaxParts = 10

// Split divides statements among managed policies that a role has together:
// one document while everything fits, else the fewest that hold it. The order
// of the statements is kept in every document.
//
// A statement on several resources is divided by resource, which means the
// same: its resources are alternatives. Where a resource goes is decided by
// its own name, so that one more moves no other as long as there is room, and
// an update of the stack takes nothing away that it gives back in another
// policy. Statements on one resource go to the first document, whole where
// that fits; where it does not, they are divided by action in the same way, and
// so are those whose actions leave no room for a resource.
//
// CDK tokens count as much as their values may have, so that no document
// turns out too large at deployment.
//
// The error, a fault.Fault of "the policy", says what takes the room.
func Split(statements []Statement) ([]Document, error) {
	whole := New(statements...)
	text := string(whole.appendJSON(make([]byte, 0, ManagedPolicyQuota)))
	if sizeOfText(text) <= ManagedPolicyQuota && expectedText(text) <= ManagedPolicyQuota {
		return []Document{whole}, nil
	}
	for _, elements := range [][]dividing{wholeWhereItFits(statements), byAction(statements)} {
		for parts := 2; parts <= MaxParts; parts++ {
			if documents, ok := split(statements, elements, parts); ok {
				return documents, nil
			}
		}
	}
	return nil, tooLarge(statements)
}

// dividing is the list by which a statement is divided; nil where it stays
// whole.
type dividing func(*Statement) *[]string

func resourcesOf(s *Statement) *[]string { return &s.Resources }
func actionsOf(s *Statement) *[]string   { return &s.Actions }

// wholeWhereItFits divides statements on several resources only.
func wholeWhereItFits(statements []Statement) []dividing {
	elements := make([]dividing, len(statements))
	for i := range statements {
		if len(statements[i].Resources) > 1 {
			elements[i] = resourcesOf
		}
	}
	return elements
}

// byAction divides by action what cannot be divided by resource.
func byAction(statements []Statement) []dividing {
	elements := wholeWhereItFits(statements)
	for i, s := range statements {
		if len(s.Actions) > 1 && (elements[i] == nil || frame(s, resourcesOf)+longest(s.Resources) > room) {
			elements[i] = actionsOf
		}
	}
	return elements
}

func longest(values []string) int {
	length := 0
	for _, v := range values {
		length = max(length, sizeOfValue(v))
	}
	return length
}

// atom is one value of a statement, which no division takes apart.
type atom struct {
	statement int
	value     int // -1 for the whole statement
	size      int
	parts     []int // in the order of preference
}

// room is what a document has for its statements.
var room = ManagedPolicyQuota - expected(New())

// split divides the statements among so many parts, or reports that they
// don't fit.
func split(statements []Statement, elements []dividing, parts int) ([]Document, bool) {
	left := make([]int, parts)
	for i := range left {
		left[i] = room
	}
	// held[part][statement] are the values of a statement in a part.
	held := make([]map[int][]int, parts)
	for i := range held {
		held[i] = map[int][]int{}
	}
	frames := make([]int, len(statements))
	for i, s := range statements {
		if elements[i] != nil {
			frames[i] = frame(s, elements[i])
		}
	}
	for _, a := range atoms(statements, elements, parts) {
		placed := false
		for _, part := range a.parts {
			size := a.size
			if _, begun := held[part][a.statement]; !begun {
				size += frames[a.statement]
			}
			if size > left[part] {
				continue
			}
			left[part] -= size
			held[part][a.statement] = append(held[part][a.statement], a.value)
			placed = true
			break
		}
		if !placed {
			return nil, false
		}
	}
	documents := make([]Document, 0, parts)
	for _, statementsHeld := range held {
		var part []Statement
		for i, s := range statements {
			values, ok := statementsHeld[i]
			if !ok {
				continue
			}
			if values[0] >= 0 {
				slices.Sort(values)
				list := elements[i](&s)
				some := make([]string, len(values))
				for j, value := range values {
					some[j] = (*list)[value]
				}
				*list = some
			}
			part = append(part, s)
		}
		if len(part) > 0 {
			documents = append(documents, New(part...))
		}
	}
	return documents, true
}

// atoms returns what there is to place, statements that stay whole first.
func atoms(statements []Statement, elements []dividing, parts int) []atom {
	inOrder := make([]int, parts)
	for i := range inOrder {
		inOrder[i] = i
	}
	var whole, divided []atom
	for i, s := range statements {
		if elements[i] == nil {
			whole = append(whole, atom{i, -1, sizeOf(s), inOrder})
			continue
		}
		for j, value := range *elements[i](&s) {
			divided = append(divided, atom{i, j, sizeOfValue(value), preference(s.Sid, value, parts)})
		}
	}
	return append(whole, divided...)
}

// sizeOfValue is what a value adds to a list, with the comma after it.
func sizeOfValue(value string) int { return expectedText(strconv.Quote(value)) + len(",") }

// preference returns the parts in the order in which a value would go to them:
// those where its own hash is highest first. One more part moves only the
// values that it comes first for.
//
// https://en.wikipedia.org/wiki/Rendezvous_hashing
func preference(sid, value string, parts int) []int {
	weight := func(part int) uint64 {
		h := fnv.New64a()
		h.Write([]byte(strconv.Itoa(part) + "\x00" + sid + "\x00" + value))
		return mix(h.Sum64())
	}
	order := make([]int, parts)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight(b), weight(a)) })
	return order
}

// mix spreads the bits of a hash: those of similar names are similar.
//
// https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// frame is the size of a statement without the list that it is divided by.
func frame(s Statement, by dividing) int {
	*by(&s) = []string{"", ""}
	return sizeOf(s) - 2*len(`"",`)
}

// sizeOf is what a statement adds to a document, with the comma before it.
func sizeOf(s Statement) int { return expected(New(s)) - expected(New()) + len(",") }

// tokenLengths are the longest values of CDK's own tokens, in characters;
// another token is taken to be as long as the longest name of a bucket.
var tokenLengths = []struct {
	name   string
	length int
}{
	{"AWS.AccountId", 12}, {"AWS.Region", 14}, {"AWS.Partition", 10},
}

const longestToken = 63

// expected is Size with every CDK token as long as its value may be.
func expected(d Document) int { return expectedText(string(d.appendJSON(nil))) }

func expectedText(text string) int {
	size := utf8.RuneCountInString(token.Without(text))
	for _, name := range token.Names(text) {
		size += tokenLength(name)
	}
	return size
}

func tokenLength(name string) int {
	for _, t := range tokenLengths {
		if strings.HasPrefix(name, t.name) {
			return t.length
		}
	}
	return longestToken
}

// tooLarge says what takes the room.
func tooLarge(statements []Statement) fault.Fault {
	sizes := slices.Clone(statements)
	slices.SortStableFunc(sizes, func(a, b Statement) int { return cmp.Compare(sizeOf(b), sizeOf(a)) })
	var largest []string
	for _, s := range sizes[:min(3, len(sizes))] {
		largest = append(largest, fmt.Sprintf("%s takes %d with %d resources", s.Sid, sizeOf(s), len(s.Resources)))
	}
	return fault.Fault{
		Option: "the policy",
		Problem: fmt.Sprintf("has %d characters, which do not fit %d managed policies of %d: %s",
			expected(New(statements...)), MaxParts, ManagedPolicyQuota, strings.Join(largest, ", ")),
		Remedy: `name fewer resources, let one name that ends with "*" stand for several, or use a role for each store`,
	}
}
