package markdown

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestText(t *testing.T) {
	assert.Equal(t, `a\|b \*c\* \_d\_ &lt;e> \[f\] \`+"`g\\` h\\\\", Text("a|b *c* _d_ <e> [f] `g`\nh\\"))
}

func TestCode(t *testing.T) {
	assert.Equal(t, "`a\\|b c`<br>``d`e``", Code([]string{"a|b\nc", "d`e"}))
	assert.Empty(t, Code(nil))
}

func TestTable(t *testing.T) {
	assert.Equal(t, "| a | c |\n| --- | --- |\n| 1 |  |\n|  | 3 |\n", Table([][]string{{"a", "b", "c"}, {"1", "", ""}, {"", "", "3"}}))
}

func TestControlCharactersAreVisible(t *testing.T) {
	assert.Equal(t, "a\uFFFD\\[31m b", Text("a\x1b[31m\nb"))
	assert.Equal(t, "`a\uFFFD[31m b`", Code([]string{"a\x1b[31m\nb"}))
}
