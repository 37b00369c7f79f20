package cfn_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLoops(t *testing.T) {
	template := read(t, `{
	  "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "a.1,b"}, "Open": {"Type": "CommaDelimitedList"}},
	  "Resources": {
	    "Fn::ForEach::Buckets": ["Name", {"Ref": "Names"}, {"Bucket&{Name}": {"Type": "AWS::S3::Bucket", "Properties": {
	      "BucketName": {"Fn::Sub": "${Name}-x"}, "Ref": {"Ref": "Name"},
	      "Fn::ForEach::Inner": ["Letter", ["p", "q"], {"${Letter}${Name}": "${Letter}"}]}}}],
	    "Fn::ForEach::Unknown": ["Name", {"Ref": "Open"}, {"Bucket${Name}": {"Type": "AWS::S3::Bucket"}}]
	  }}`, nil)
	assert.Equal(t, []string{"Bucketa1", "Bucketb"}, slices.Sorted(maps.Keys(template.Resources)))
	assert.Equal(t, map[string]any{"BucketName": "a.1-x", "Ref": "a.1", "pa.1": "p", "qa.1": "q"},
		template.Cases(any(template.Resources["Bucketa1"].Properties), nil)[0].Value)
	assert.Len(t, template.Elsewhere, 1)
	assert.Contains(t, template.Elsewhere[0], "Fn::ForEach::Unknown")
}

// A loop that makes a key that is there already is told, beside what it makes.
func TestLoopsThatCollide(t *testing.T) {
	template := read(t, `{"Resources": {"A": {"Type": "x"}, "Fn::ForEach::L": ["V", ["A"], {"${V}": {"Type": "y"}}]}}`, nil)
	assert.Len(t, template.Elsewhere, 1)
	template = read(t, `{"Resources": {"Fn::ForEach::L": ["V", ["A", "B"], {"Same": {"Type": "${V}"}}]}}`, nil)
	assert.Len(t, template.Elsewhere, 1)
}
