package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each row is what a template says of a parameter before and after, and whether
// values are possible that were not.
func TestLooserParametersAreGains(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		gains               bool
	}{
		{"nothing", "", "", false},
		{"a value more", "AllowedValues: [a, b]", "AllowedValues: [a, b, c]", true},
		{"a value less", "AllowedValues: [a, b]", "AllowedValues: [a]", false},
		{"any value", "AllowedValues: [a, b]", "", true},
		{"values", "", "AllowedValues: [a, b]", false},
		{"a pattern less", "AllowedPattern: '[a-z]+'", "", true},
		{"another pattern", "AllowedPattern: '[a-z]+'", "AllowedPattern: '.*'", true},
		{"a pattern", "", "AllowedPattern: '[a-z]+'", false},
		{"values of the pattern", "AllowedPattern: '[a-z]+'", "AllowedValues: [a, b]", false},
		{"values beyond the pattern", "AllowedPattern: '[a-z]+'", "AllowedValues: [a, '*']", true},
		{"longer values", "MaxLength: 10", "MaxLength: 100", true},
		{"shorter values", "MaxLength: 10", "MaxLength: 5", false},
		{"smaller values", "MinValue: 10", "MinValue: 5", true},
		{"a description", "Description: a", "Description: b", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			on := func(constraint, properties string) []byte {
				return []byte(fmt.Sprintf("Parameters:\n  P: {Type: String, %s}\nResources:\n  R:\n    Type: AWS::IAM::ManagedPolicy\n    Properties: %s\n", constraint, properties))
			}
			uses := "{PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:*', Resource: !Sub 'arn:aws:s3:::${P}'}]}}"
			assert.Equal(t, c.gains, gains(t, on(c.before, uses), on(c.after, uses)))
			assert.Equal(t, c.gains, gains(t, on("Default: x, "+c.before, uses), on("Default: x, "+c.after, uses)), "with a default")
			assert.False(t, gains(t, on(c.before, "{}"), on(c.after, "{}")), "where nothing uses it")
		})
	}
	typed := func(kind string) []byte {
		return []byte("Parameters:\n  P: {Type: " + kind + ", AllowedValues: [1, 2, 3]}\nResources:\n  R:\n    Type: AWS::Lambda::Function\n    Properties: {MemorySize: !Ref Q, Role: !Ref P}\n")
	}
	assert.True(t, gains(t, typed("Number"), typed("String")))
	assert.False(t, gains(t, typed("String"), typed("Number")))
	assert.True(t, gains(t, typed("String"), typed("CommaDelimitedList")))
}
