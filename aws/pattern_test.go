package aws_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestCovers(t *testing.T) {
	for _, test := range []struct {
		wide, narrow string
		want         bool
	}{
		{"app", "app", true}, {"app", "apps", false}, {"*", "app", true}, {"*", "*", true}, {"app*", "app", true},
		{"app*", "apps", true}, {"app*", "ap*", false}, {"ap*", "app*", true}, {"app", "app*", false}, {"app*", "ap", false},
	} {
		assert.Equal(t, test.want, aws.Covers(test.wide, test.narrow), "%s, %s", test.wide, test.narrow)
	}
}

func TestOverlap(t *testing.T) {
	for _, test := range []struct {
		list, others []string
		want         string
	}{
		{nil, nil, ""}, {[]string{"a"}, nil, ""}, {[]string{"a", "b"}, []string{"b", "c"}, "b"},
		{[]string{"dev/*"}, []string{"dev/app"}, "dev/*"}, {[]string{"dev/app"}, []string{"dev/*"}, "dev/app"}, {[]string{"dev/*"}, []string{"rel/*"}, ""},
	} {
		name, found := aws.Overlap(test.list, test.others)
		assert.Equal(t, test.want, name)
		assert.Equal(t, test.want != "", found)
	}
}

func TestListsOfNames(t *testing.T) {
	for _, test := range []struct {
		list []string
		want []string
	}{
		{[]string{"team/app", "team/lib"}, nil},
		{[]string{"app", "app"}, []string{`Names[1] "app" is covered by Names[0] "app"; leave it out`}},
		{[]string{"app/x", "app/*"}, []string{`Names[0] "app/x" is covered by Names[1] "app/*"; leave it out`}},
		{[]string{"*", "B"}, []string{`Names[1] "B" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, ` +
			`with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`}},
		{[]string{"", "app"}, []string{"Names[0] is empty; name one, or leave it out; perhaps a variable is not set"}},
	} {
		var faults fault.List
		aws.ECRRepository.CheckPatterns(&faults, "Names", test.list)
		var got []string
		for _, f := range faults {
			got = append(got, f.Error())
		}
		assert.Equal(t, test.want, got)
	}
}
