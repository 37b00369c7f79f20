package account

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRepeatedKey(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "", `[]`: "", `"a"`: "", `{"a":1,"b":{"a":1}}`: "", `[{"a":1},{"a":2}]`: "", `{"a":"b","b":"a"}`: "", `{"a":["a","a"]}`: "", `{"a\"":1,"a":"\\"}`: "",
		`{"a":1,"a":2}`: "a", `{"a":1,"b":[{"c":{"d":1,"d":2}}]}`: "d", `{"a" : 1, "A" : 2}`: "A", `{"a":1,"\u0061":2}`: "a",
		`{"1":{"2":{"3":{"a":1,"A":2}}}}`: "", `{"1":{"2":{"3":{"a":1,"a":2}}}}`: "a",
	} {
		assert.Equal(t, want, repeatedKey([]byte(text)), text)
	}
}
