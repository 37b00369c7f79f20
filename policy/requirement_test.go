package policy_test

import (
	"math/big"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// Each row is a condition and another that is met by the same requests, or by
// fewer, whatever its words: the change grants nothing.
func TestOtherWordsGrantNothing(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"StringLike without wildcards", "StringEquals a:k=v", "StringLike a:k=v"},
		{"StringEquals for StringLike", "StringLike a:k=v", "StringEquals a:k=v"},
		{"a value that a pattern matches", "StringLike a:k=v*", "StringEquals a:k=v1"},
		{"a * that is written as a variable", "StringEquals a:k=a*", "StringLike a:k=a${*}"},
		{"a key in another case", "StringEquals aws:PrincipalTag/Team=v", "StringEquals aws:principaltag/team=v"},
		{"a variable in another case", "StringEquals a:k=${aws:UserName}", "StringEquals a:k=${aws:username}"},
		{"values in another order, and twice", "StringEquals a:k=v,w", "StringEquals a:k=w,v,w"},
		{"a value less", "StringEquals a:k=v,w", "StringEquals a:k=v"},
		{"in any case", "StringEqualsIgnoreCase a:k=V", "StringEquals a:k=v"},
		{"in any case, without letters", "StringEquals a:k=42", "StringEqualsIgnoreCase a:k=42"},
		{"in any case, in another", "StringEqualsIgnoreCase a:k=Straße", "StringEqualsIgnoreCase a:k=STRAßE"},
		{"the key must be there", "Null a:k=false", "StringEquals a:k=v"},
		{"the key must be there, of any value", "Null a:k=false", "ForAnyValue:StringEquals a:k=v"},
		{"the key must be there, and if it is", "StringEquals a:k=v", "StringEqualsIfExists a:k=v and Null a:k=false"},
		{"the key must not be there", "StringNotEquals a:k=v", "Null a:k=true"},
		{"whether the key is there or not", "Null a:k=true,false", "StringEquals a:k=v"},
		{"IfExists for what must be there", "StringEqualsIfExists a:k=v", "StringEquals a:k=v"},
		{"IfExists adds nothing to a negated operator", "StringNotEquals a:k=v", "StringNotEqualsIfExists a:k=v"},
		{"all values are one value", "ForAllValues:StringEquals a:k=v,w", "StringEquals a:k=v"},
		{"some value is one value", "ForAnyValue:StringEquals a:k=v,w", "StringEquals a:k=v"},
		{"all values, and there are some", "ForAnyValue:StringEquals a:k=v", "ForAllValues:StringEquals a:k=v and Null a:k=false"},
		{"a value less of several", "StringEquals aws:TagKeys=v,w", "StringEquals aws:TagKeys=v"},
		{"some of several values are enough", "ForAnyValue:StringEquals aws:TagKeys=v,w", "StringEquals aws:TagKeys=v"},
		{"fewer of all values", "ForAllValues:StringLike a:k=v*,w*", "ForAllValues:StringEquals a:k=v1,w1"},
		{"one value instead of all but one", "StringNotEquals a:k=prod", "StringEquals a:k=main"},
		{"a pattern instead of all but one", "StringNotEquals a:k=prod", "StringLike a:k=dev-*"},
		{"a pattern instead of all but a pattern", "StringNotLike a:k=prod*", "StringLike a:k=dev-*"},
		{"more exceptions", "StringNotEquals a:k=v", "StringNotLike a:k=v,w*"},
		{"an exception in any case", "StringNotEquals a:k=Prod", "StringNotEqualsIgnoreCase a:k=prod"},
		{"everything", "StringLikeIfExists a:k=*", "StringNotEquals a:k=v"},

		{"one instant in two zones", "DateLessThan aws:CurrentTime=2026-01-31T12:00:00Z", "DateLessThan aws:CurrentTime=2026-01-31T13:00:00+01:00"},
		{"one instant, a fraction of a second", "DateLessThan aws:CurrentTime=2026-01-31T12:00:00Z", "DateLessThan aws:CurrentTime=2026-01-31T12:00:00.000Z"},
		{"one instant, a day", "DateLessThan aws:CurrentTime=2026-01-31T00:00:00Z", "DateLessThan aws:CurrentTime=2026-01-31"},
		{"one instant, in seconds", "DateLessThan aws:CurrentTime=2026-01-31T00:00:00Z", "DateLessThan aws:CurrentTime=1769817600"},
		{"an earlier end", "DateLessThan aws:CurrentTime=2026-02-01", "DateLessThanEquals aws:CurrentTime=2026-01-31"},
		{"a later begin", "DateGreaterThanEquals aws:CurrentTime=2026-01-31", "DateGreaterThan aws:CurrentTime=2026-01-31"},
		{"an instant before the end", "DateLessThan aws:CurrentTime=2026-02-01", "DateEquals aws:CurrentTime=2026-01-31"},
		{"not that instant", "DateNotEquals aws:CurrentTime=2026-01-31", "DateGreaterThan aws:CurrentTime=2026-01-31"},

		{"one number in two forms", "NumericEquals s3:max-keys=10", "NumericEquals s3:max-keys=1e1"},
		{"one number with a fraction", "NumericLessThanEquals s3:max-keys=10", "NumericLessThanEquals s3:max-keys=10.0"},
		{"less than", "NumericLessThanEquals s3:max-keys=10", "NumericLessThan s3:max-keys=10"},
		{"a number in the range", "NumericLessThanEquals s3:max-keys=10", "NumericEquals s3:max-keys=10"},
		{"a number as text", "NumericLessThanEquals s3:max-keys=10", "StringEquals s3:max-keys=7"},
		{"not that number", "NumericNotEquals s3:max-keys=10", "NumericLessThan s3:max-keys=10"},

		{"a network by another address of it", "IpAddress aws:SourceIp=192.0.2.0/24", "IpAddress aws:SourceIp=192.0.2.77/24"},
		{"one address", "IpAddress aws:SourceIp=192.0.2.1/32", "IpAddress aws:SourceIp=192.0.2.1"},
		{"a smaller network", "IpAddress aws:SourceIp=192.0.2.0/24", "IpAddress aws:SourceIp=192.0.2.128/25"},
		{"an IPv6 address in another form", "IpAddress aws:SourceIp=2001:db8::/32", "IpAddress aws:SourceIp=2001:0DB8:0:0::/32"},
		{"a network that stands for IPv4 addresses", "IpAddress aws:SourceIp=10.0.0.0/8", "IpAddress aws:SourceIp=::ffff:10.1.0.0/112"},
		{"another network", "NotIpAddress aws:SourceIp=192.0.2.0/24", "IpAddress aws:SourceIp=198.51.100.0/24"},
		{"a larger exception", "NotIpAddress aws:SourceIp=192.0.2.0/24", "NotIpAddress aws:SourceIp=192.0.0.0/16"},

		{"ArnEquals and ArnLike", "ArnEquals aws:SourceArn=arn:aws:s3:::b*", "ArnLike aws:SourceArn=arn:aws:s3:::b*"},
		{"an ARN as text", "ArnLike aws:SourceArn=arn:aws:s3:::b*", "StringEquals aws:SourceArn=arn:aws:s3:::b1"},
		{"a text as ARN", "StringLike aws:SourceArn=arn:aws:s3:::b*", "ArnLike aws:SourceArn=arn:aws:s3:::b1*"},
		{"another ARN", "ArnNotLike aws:SourceArn=arn:aws:s3:::b*", "ArnLike aws:SourceArn=arn:aws:s3:::c*"},

		{"true in another case", "Bool aws:SecureTransport=true", "Bool aws:SecureTransport=True"},
		{"true as text", "Bool aws:SecureTransport=true", "StringEquals aws:SecureTransport=true"},
		{"the same bytes", "BinaryEquals a:k=QUI=", "BinaryEquals a:k=QUI="},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := document(t, "Allow s3:A arn:aws:s3:::b if "+c.before), document(t, "Allow s3:A arn:aws:s3:::b if "+c.after)
			assert.Empty(t, statementsText(policy.Compare([]policy.Document{before}, []policy.Document{after}).Gained))
			assert.Empty(t, statementsText(policy.Compare([]policy.Document{lifted(before)}, []policy.Document{lifted(after)}).Lost), "as a Deny")
		})
	}
}

// lifted is a document whose statements deny what they allowed.
func lifted(d policy.Document) policy.Document {
	d.Statements = append([]policy.Statement(nil), d.Statements...)
	for i := range d.Statements {
		d.Statements[i].Effect = policy.Deny
	}
	return d
}

// Each row is a condition and another that looks alike and lets more pass.
func TestLookAlikesGrant(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"a wildcard", "StringEquals a:k=v*", "StringLike a:k=v*"},
		{"a wildcard that was a variable", "StringLike a:k=v${*}", "StringLike a:k=v*"},
		{"another key", "StringEquals a:k=v", "StringEquals a:l=v"},
		{"another case", "StringEquals a:k=v", "StringEquals a:k=V"},
		{"in any case", "StringEquals a:k=v", "StringEqualsIgnoreCase a:k=v"},
		{"without the key", "StringEquals a:k=v", "StringEqualsIfExists a:k=v"},
		{"without the key, all values", "StringEquals a:k=v", "ForAllValues:StringEquals a:k=v"},
		{"without the key, all but one", "StringLike a:k=*", "StringNotEquals a:k=v"},
		{"some value", "StringEquals a:k=v", "ForAnyValue:StringEquals a:k=v"},
		{"some value, IfExists", "ForAnyValue:StringEquals a:k=v", "ForAnyValue:StringEqualsIfExists a:k=v"},
		{"some value instead of all", "ForAllValues:StringEquals a:k=v", "ForAnyValue:StringEquals a:k=v"},
		{"all values instead of some", "ForAnyValue:StringEquals a:k=v", "ForAllValues:StringEquals a:k=v"},
		{"none of several values, or not all", "ForAllValues:StringNotEquals aws:TagKeys=v", "StringNotEquals aws:TagKeys=v"},
		{"all of several values instead of some", "ForAllValues:StringEquals s3:RequestObjectTagKeys=v", "StringEquals s3:RequestObjectTagKeys=v"},
		{"all of several values, and there are some", "StringLike dynamodb:leadingkeys=v", "ForAllValues:StringLike dynamodb:LeadingKeys=v"},
		{"some of several values instead of none", "StringEquals events:Metadata/x=v", "StringNotEquals events:Metadata/x=w"},
		{"whether the key is there", "Null a:k=false", "StringLikeIfExists a:k=*"},
		{"an empty value", "Null a:k=false", "StringLike a:k=*"},
		{"a shorter exception", "StringNotLike a:k=v*", "StringNotEquals a:k=v"},
		{"an exception that may be meant", "StringNotLike a:k=prod*", "StringLike a:k=p*"},
		{"an exception that may be meant, of a variable", "StringNotEquals a:k=${aws:username}", "StringEquals a:k=v"},
		{"a later end", "DateLessThan aws:CurrentTime=2026-01-31T12:00:00Z", "DateLessThan aws:CurrentTime=2026-01-31T12:00:00-01:00"},
		{"a year or a number of seconds", "DateLessThan aws:CurrentTime=1970-01-01T00:33:46Z", "DateLessThan aws:CurrentTime=2026"},
		{"the end itself", "DateLessThan aws:CurrentTime=2026-01-31", "DateLessThanEquals aws:CurrentTime=2026-01-31"},
		{"no number", "NumericNotEquals s3:max-keys=10", "StringNotEquals s3:max-keys=10"},
		{"the limit itself", "NumericLessThan s3:max-keys=10", "NumericLessThanEquals s3:max-keys=1e1"},
		{"a number that is not held exactly", "NumericEquals a:k=9007199254740993", "NumericEquals a:k=9007199254740992.0"},
		{"a larger network", "IpAddress aws:SourceIp=192.0.2.0/25", "IpAddress aws:SourceIp=192.0.2.0/24"},
		{"half of all IPv6 addresses", "IpAddress aws:SourceIp=0.0.0.0/1", "IpAddress aws:SourceIp=::ffff:1.2.3.4/1"},
		{"IPv4 addresses for what may stand for them", "IpAddress aws:SourceIp=::ffff:10.0.0.0/104", "IpAddress aws:SourceIp=10.0.0.0/8"},
		{"the other family", "IpAddress aws:SourceIp=0.0.0.0/0", "IpAddress aws:SourceIp=::/0"},
		{"a * that passes colons", "ArnLike aws:SourceArn=arn:aws:s3:*:*:b", "StringLike aws:SourceArn=arn:aws:s3:*:*:b"},
		{"no ARN", "ArnNotLike aws:SourceArn=arn:aws:s3:::b", "StringNotLike aws:SourceArn=arn:aws:s3:::b"},
		{"false", "Bool aws:SecureTransport=true", "Bool aws:SecureTransport=false"},
		{"Null with a qualifier", "Null a:k=false", "ForAllValues:Null a:k=false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := document(t, "Allow s3:A arn:aws:s3:::b if "+c.before), document(t, "Allow s3:A arn:aws:s3:::b if "+c.after)
			assert.Len(t, policy.Compare([]policy.Document{before}, []policy.Document{after}).Gained, 1)
			assert.Len(t, policy.Compare([]policy.Document{lifted(before)}, []policy.Document{lifted(after)}).Lost, 1, "as a Deny")
		})
	}
}

// What AWS's pages leave open grants when it changes, either way.
func TestWhatIsLeftOpenGrantsOnChange(t *testing.T) {
	with := func(conditions policy.Conditions) []policy.Document {
		return []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:A"}, Resources: []string{"*"}, Conditions: conditions})}
	}
	none, one := policy.Conditions{"StringEquals": {"a:k": {}}}, policy.Conditions{"StringEquals": {"a:k": {"v"}}}
	assert.Empty(t, policy.Compare(with(none), with(none)).Gained)
	assert.NotEmpty(t, policy.Compare(with(none), with(one)).Gained)
	assert.NotEmpty(t, policy.Compare(with(one), with(none)).Gained)
	assert.Empty(t, policy.Compare(with(nil), with(none)).Gained)
}

// A variable is the same by its name and its default, in whatever case and with
// whatever spaces, in documents that have variables.
func TestVariablesAreCompared(t *testing.T) {
	const now, old = "2012-10-17", "2008-10-17"
	for _, c := range []struct {
		name                          string
		beforeVersion, afterVersion   string
		beforeResource, afterResource string
		gains                         bool
	}{
		{"spaces and case", now, now, "${aws:username,'x'}", "${ aws:UserName, 'x'}", false},
		{"a default", now, now, "${aws:username}", "${aws:username, 'x'}", true},
		{"another default", now, now, "${aws:username, 'x'}", "${aws:username, 'X'}", true},
		{"the text of a variable", now, old, "${aws:username}", "${aws:username}", true},
		{"a variable instead of its text", old, now, "${aws:username}", "${aws:username}", true},
		{"the text of a variable for a character", now, old, "${$}", "${$}", true},
		{"a character by its variable", old, now, "a", "a", false},
		{"another version without variables", old, now, "a*", "a1", false},
		{"the same text", old, old, "${aws:username}", "${aws:username}", false},
		{"a wildcard in a text that is no variable", old, old, "${*}", "${aws:username}", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			on := func(version, name string) []policy.Document {
				d := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:A"}, Resources: []string{"arn:aws:s3:::b/" + name}})
				d.Version = version
				return []policy.Document{d}
			}
			before, after := on(c.beforeVersion, c.beforeResource), on(c.afterVersion, c.afterResource)
			assert.Equal(t, c.gains, len(policy.Compare(before, after).Gained) > 0)
			except := func(documents []policy.Document) []policy.Document {
				s := &documents[0].Statements[0]
				s.NotResources, s.Resources = s.Resources, nil
				return documents
			}
			assert.Equal(t, c.gains, len(policy.Compare(except(after), except(before)).Gained) > 0, "all except")
		})
	}
}

// everyCondition has each operator with values that are close to each other.
func everyCondition() []policy.Conditions {
	var all []policy.Conditions
	for _, kind := range []struct {
		operators []string
		values    [][]string
	}{
		{[]string{"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"},
			[][]string{{"a"}, {"A"}, {"a", "b"}, {"a*"}, {"*"}, {""}, {"?"}, {"5"}, {"arn:aws:s3:::b"}, {"${aws:username}"}, {"a${*}"}, {"true"}, {"10.0.0.1"}}},
		{[]string{"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"},
			[][]string{{"5"}, {"5.0"}, {"6"}, {"4", "7"}}},
		{[]string{"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
			[][]string{{"2026-01-31"}, {"2026-01-31T01:00:00+01:00"}, {"2026-02-01"}, {"5"}}},
		{[]string{"Bool"}, [][]string{{"true"}, {"True"}, {"false"}, {"true", "false"}}},
		{[]string{"IpAddress", "NotIpAddress"}, [][]string{{"10.0.0.0/8"}, {"10.0.0.1"}, {"11.0.0.0/8"}, {"::/0"}, {"::ffff:10.0.0.0/104"}}},
		{[]string{"ArnLike", "ArnNotLike"}, [][]string{{"arn:aws:s3:::b"}, {"arn:aws:s3:::*"}, {"arn:aws:*:::b"}, {"arn:aws:sqs:*:*:q"}}},
		{[]string{"Null"}, [][]string{{"true"}, {"false"}, {"true", "false"}}},
	} {
		for _, operator := range kind.operators {
			for _, set := range []string{"", "ForAllValues:", "ForAnyValue:"} {
				for _, suffix := range []string{"", "IfExists"} {
					if operator == "Null" && suffix != "" {
						continue
					}
					for _, values := range kind.values {
						all = append(all, policy.Conditions{set + operator + suffix: {"a:k": values}})
					}
				}
			}
		}
	}
	return all
}

// everyContext is a request without the key, and with each value and each pair
// of values that the conditions are close to.
func everyContext() []policy.Context {
	values := []string{"", "a", "A", "ab", "a*", "b", "4", "5", "5.5", "6", "x", "true", "false", "10.0.0.1", "11.0.0.1", "::1", "2001:db8::1", "arn:aws:s3:::b",
		"arn:aws:s3:::c", "arn:aws:sqs:eu-west-1:1:q", "2026-01-31", "2026-01-30T23:59:59Z", "2026-02-01T00:00:00Z"}
	all := []policy.Context{{}, {"aws:username": {"a"}}}
	for _, v := range values {
		all = append(all, policy.Context{"a:k": {v}}, policy.Context{"a:k": {v}, "aws:username": {"a"}}, policy.Context{"a:k": {v}, "aws:username": {"b"}})
		for _, w := range values {
			all = append(all, policy.Context{"a:k": {v, w}, "aws:username": {"a"}})
		}
	}
	return all
}

// Each condition with each: where the one instead of the other is said to grant
// nothing, whatever meets the new one met the old one.
func TestEveryConditionInsteadOfEveryOther(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	t.Parallel()
	on := func(c policy.Conditions) policy.Document {
		return policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:A"}, Resources: []string{"*"}, Conditions: c})
	}
	contexts := everyContext()
	all := everyCondition()
	met := make([]*big.Int, len(all)) // a bit for each context
	for i, c := range all {
		prepared, err := policy.Prepare(on(c))
		require.NoError(t, err)
		met[i] = new(big.Int)
		for k, context := range contexts {
			decision, err := prepared.Evaluate(policy.Request{Action: "s3:A", Resource: "*", Context: context})
			require.NoError(t, err)
			if decision.Allowed() {
				met[i].SetBit(met[i], k, 1)
			}
		}
	}
	var afterwards policy.Document
	for j, c := range all {
		s := on(c).Statements[0]
		s.Sid = strconv.Itoa(j)
		afterwards.Statements = append(afterwards.Statements, s)
	}
	var silent, same, next atomic.Int64
	each := func() {
		more := new(big.Int)
		for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
			before, gained := all[i], map[string]bool{}
			for _, s := range policy.Compare([]policy.Document{on(before)}, []policy.Document{afterwards}).Gained {
				gained[s.Sid] = true
			}
			for j, after := range all {
				more.AndNot(met[j], met[i])
				if more.Sign() == 0 {
					same.Add(1)
				}
				if !gained[strconv.Itoa(j)] {
					silent.Add(1)
					if more.Sign() != 0 {
						t.Errorf("%v instead of %v is said to grant nothing, and lets %v pass", after, before, contexts[more.TrailingZeroBits()])
					}
				}
			}
		}
	}
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(each)
	}
	group.Wait()
	t.Logf("%d of %d changes are silent; of %d changes no request of these shows a gain", silent.Load(), len(all)*len(all), same.Load())
	assert.EqualValues(t, len(all)+runtime.GOMAXPROCS(0), next.Load(), "every condition was before")
	assert.Greater(t, int(silent.Load()), 2*len(all), "too few changes are silent to mean much")
}
