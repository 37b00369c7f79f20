package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/fault"
)

func ExampleList() {
	var faults fault.List
	faults.Add("AccountId", "1234", "is not an AWS account id", "write its twelve digits")
	faults.Add("S3.Prefix", "/release/", `begins with "/", so it matches no object key`, `write "release/"`)
	fmt.Println(faults.Err())
	// Output:
	// cipublisher: 2 faults:
	//   - AccountId "1234" is not an AWS account id; write its twelve digits
	//   - S3.Prefix "/release/" begins with "/", so it matches no object key; write "release/"
}

func ExampleList_Rename() {
	var faults fault.List
	faults.Add("S3.BucketName", "s3://dist/release/", "is an address", "write the bucket's name alone, and the path in {S3.Prefix}")
	flags := map[string]string{"S3.BucketName": "--s3-bucket", "S3.Prefix": "--s3-prefix"}
	fmt.Println(faults.Rename(func(option string) string { return flags[option] }))
	// Output:
	// cipublisher: --s3-bucket "s3://dist/release/" is an address; write the bucket's name alone, and the path in --s3-prefix
}

func TestFaultError(t *testing.T) {
	tests := []struct {
		name  string
		fault fault.Fault
		want  string
	}{
		{"option, value, problem and remedy",
			fault.Fault{Option: "Region", Value: "eu", Problem: "is short", Remedy: "write it out"},
			`Region "eu" is short; write it out`},
		{"a missing option has no value",
			fault.Fault{Option: "Region", Problem: "is missing", Remedy: "set it"},
			`Region is missing; set it`},
		{"a remedy is optional",
			fault.Fault{Option: "Region", Value: "eu", Problem: "is short"},
			`Region "eu" is short`},
		{"without an option it is about everything",
			fault.Fault{Problem: "is not valid: no such team"},
			`the input is not valid: no such team`},
		{"mentions lose their braces",
			fault.Fault{Option: "{S3} and {Ecr}", Problem: "are both unset, unlike {CodeArtifact.DomainName}", Remedy: "set {S3[0].Prefix}"},
			`S3 and Ecr are both unset, unlike CodeArtifact.DomainName; set S3[0].Prefix`},
		{"a value is shown on one line and escaped",
			fault.Fault{Option: "Region", Value: "eu\n\x1b[31m\xff\"", Problem: "is odd"},
			`Region "eu\n\x1b[31m\xff\"" is odd`},
		{"a value that looks like a mention is a value",
			fault.Fault{Option: "S3.Prefix", Value: "/{Region}/", Problem: `begins with "/"`, Remedy: `write "{Region}/"`},
			`S3.Prefix "/{Region}/" begins with "/"; write "{Region}/"`},
		{"a token outside quotes is no mention",
			fault.Fault{Option: "Region", Problem: "is ${Token[AWS.Region.4]}"},
			`Region is ${Token[AWS.Region.4]}`},
		{"braces around anything else stay",
			fault.Fault{Option: "Region", Problem: "is {}, {a}, {A b} or {A"},
			`Region is {}, {a}, {A b} or {A`},
		{"a quote that nothing closes is a character",
			fault.Fault{Option: "Region", Problem: `is 5" long, see {S3}`},
			`Region is 5" long, see S3`},
		{"a long value is cut, so that the rest can be read",
			fault.Fault{Option: "S3.Prefix", Value: strings.Repeat("a", 201), Problem: "is long"},
			`S3.Prefix "` + strings.Repeat("a", 200) + `"… is long`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, tt.fault.Error())
			assert.Equal(t, "cipublisher: "+tt.want, fault.List{tt.fault}.Error(), "a list of one is one sentence")
		})
	}
}

func TestListErr(t *testing.T) {
	var faults fault.List
	assert.NoError(t, faults.Err(), "an empty list is no error")
	faults.Add("A", "", "is missing", "")
	require.Error(t, faults.Err())

	var list fault.List
	assert.ErrorAs(t, fmt.Errorf("wrapped: %w", faults.Err()), &list)
	assert.Equal(t, faults, list)
	var first fault.Fault
	assert.ErrorAs(t, faults.Err(), &first, "a single fault can be asked for")
	assert.Equal(t, "A", first.Option)
}

func TestListAppend(t *testing.T) {
	a, b := fault.Fault{Option: "A", Problem: "is bad"}, fault.Fault{Option: "B", Problem: "is worse"}
	plain := errors.New("no such thing")
	tests := []struct {
		name string
		err  error
		want fault.List
	}{
		{"nothing", nil, nil},
		{"a list", fault.List{a, b}, fault.List{a, b}},
		{"an empty list", fault.List{}, nil},
		{"a fault", a, fault.List{a}},
		{"a wrapped list", fmt.Errorf("in there: %w", fault.List{a, b}), fault.List{a, b}},
		{"joined errors, every one", errors.Join(fault.List{a}, plain, fault.List{b}),
			fault.List{a, {Option: "Option", Problem: "is not valid: no such thing"}, b}},
		{"any other error", plain, fault.List{{Option: "Option", Problem: "is not valid: no such thing"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var faults fault.List
			faults.Append("Option", tt.err)
			assert.Equal(t, tt.want, faults)
		})
	}
}

func TestListRename(t *testing.T) {
	faults := fault.List{{
		Option:  "{S3} and {Ecr}",
		Value:   "{S3}",
		Problem: `clash over "{S3}"`,
		Remedy:  "unset {Ecr.Enabled}",
	}}
	renamed := faults.Rename(func(option string) string { return "--" + strings.ToLower(option) })
	assert.Equal(t, fault.List{{
		Option:  "--s3 and --ecr",
		Value:   "{S3}",
		Problem: `clash over "{S3}"`,
		Remedy:  "unset --ecr.enabled",
	}}, renamed)
	assert.Equal(t, "{S3} and {Ecr}", faults[0].Option, "the original is untouched")
}

// Whatever a user writes comes back as they wrote it, however often a front
// end renames the options.
func TestQuotedValuesSurviveRenaming(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "value")
		quoted := fmt.Sprintf("%q", value)
		f := fault.List{{Option: "A", Problem: "is " + quoted, Remedy: "write " + quoted + " in {B}"}}
		rename := func(string) string { return "--b" }
		got := f.Rename(rename).Rename(rename)[0]
		assert.Equal(t, "is "+quoted, got.Problem)
		assert.Equal(t, "write "+quoted+" in --b", got.Remedy)
	})
}

func FuzzFault(f *testing.F) {
	f.Add("S3.Prefix", `is {A} and "{B}"`, "x")
	f.Add("{", `"\`, `\"{A}`)
	f.Fuzz(func(t *testing.T, option, text, value string) {
		list := fault.List{{Option: option, Value: value, Problem: text, Remedy: text}}
		renamed := list.Rename(func(string) string { return "X" })
		if renamed[0].Value != value {
			t.Errorf("renaming changed the value %q to %q", value, renamed[0].Value)
		}
		if list.Error() == "" || renamed.Error() == "" {
			t.Error("no message")
		}
	})
}

// A core may stand below a core: what one renaming names as a path, the next
// one finds.
func TestRenamingTwice(t *testing.T) {
	var faults fault.List
	faults.Add("Subjects", "", "is empty", "set {Subjects}, or {Issuer}")
	twice := faults.Rename(func(option string) string { return "Trust." + option }).Rename(func(option string) string {
		return map[string]string{"Trust.Subjects": "--repo"}[option]
	})
	require.EqualError(t, twice, "cipublisher: --repo is empty; set --repo, or ")
}

func TestANoticeReadsWithoutBraces(t *testing.T) {
	notice := fault.Notice{Text: `{S3.Prefix} "{x}" is short`}.Rename(func(option string) string { return "Sets[0]." + option })
	require.Equal(t, `Sets[0].S3.Prefix "{x}" is short`, notice.String())
}
