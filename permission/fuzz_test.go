package permission_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Each target gives one option any string at all. Either the option is
// refused by name, or the document means what the option says and no more.

func FuzzBucketName(f *testing.F) {
	fuzzOption(f, "S3.BucketName", bucket, "acme-dist", "${Token[TOKEN.9]}", "${Token[TOKEN.9]}*", "192.168.5.4", "arn:aws:s3:::acme", "acme..dist", "-an")
}

func FuzzPrefix(f *testing.F) {
	fuzzOption(f, "S3.Prefix", prefix, "", "release/", "/", "${Token[TOKEN.9]}/release", "$${Token[TOKEN.9]}{aws:username}", "{bucket}{dev prefix}", "é\x80日", strings.Repeat("a", 1025))
}

func FuzzDevPrefix(f *testing.F) {
	fuzzOption(f, "S3.DevPrefix", devPrefix, "", moduleDevPrefix, "**", "?", "${aws:username}", "#{Token[TOKEN.9]}*", "\xff")
}

func FuzzDomainName(f *testing.F) {
	fuzzOption(f, "CodeArtifact.DomainName", domain, "acme", "a", "acme/*", "${Token[TOKEN.9]}-acme", "{region}")
}

func FuzzAccountID(f *testing.F) {
	fuzzOption(f, "AccountId", account, "111122223333", "", "*", "1111-2222-3333", "${Token[AWS.AccountId.0]}", "${Token[AWS.AccountId.0]}:*")
}

func FuzzRegion(f *testing.F) {
	fuzzOption(f, "Region", region, "eu-west-1", "", "us-gov-west-1", "eu-west-1a", "${Token[AWS.Region.4]}", "eusc-de-east-1:*")
}

func FuzzPartition(f *testing.F) {
	fuzzOption(f, "Partition", partition, "aws", "", "aws-cn", "*", "${Token[AWS.Partition.3]}", "aws:s3:*")
}

func fuzzOption(f *testing.F, option string, with func(string) set, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		publisher, env := full()
		with(value)(&publisher, &env)
		err := publisher.Validate(env)
		if err != nil {
			checkFaults(t, err, option)
			return
		}
		for _, publisher.Dev = range []bool{false, true} {
			checkDocument(t, publisher, env)
			for _, notice := range publisher.Notices(env) {
				if notice.ID == "" || notice.Text == "" {
					t.Errorf("an empty notice for %q", value)
				}
			}
		}
	})
}

// checkFaults holds the faults of a publisher with one bad option.
func checkFaults(t *testing.T, err error, option string) {
	t.Helper()
	var faults fault.List
	if !errors.As(err, &faults) {
		t.Fatalf("%T is not a list of faults", err)
	}
	for _, f := range faults {
		// A region decides on the partition, and the other way round.
		environment := (option == "Region" || option == "Partition") && (f.Option == "Region" || f.Option == "Partition")
		if f.Option != option && !environment {
			t.Errorf("%s is blamed for a fault of %s: %v", f.Option, option, f)
		}
		if f.Problem == "" || f.Remedy == "" {
			t.Errorf("a fault without problem or remedy: %#v", f)
		}
	}
	if strings.ContainsFunc(strings.ReplaceAll(err.Error(), "\n  - ", ""), unicode.IsControl) {
		t.Errorf("the message holds a control character: %q", err)
	}
}

// checkDocument compares what a publisher says with what its options ask for.
func checkDocument(t *testing.T, publisher permission.Publisher, env permission.Environment) {
	t.Helper()
	document := policy.New(publisher.Statements(env)...)
	text, err := document.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	read, err := policy.Parse(text)
	if err != nil {
		t.Fatalf("the document can't be read back: %v\n%s", err, text)
	}
	if again, err := read.MarshalJSON(); err != nil || string(again) != string(text) {
		t.Fatalf("read back, the document is another:\n%s\n%s", text, again)
	}
	if _, err := read.Evaluate(policy.Request{Action: "s3:PutObject", Resource: "arn:aws:s3:::b/k"}); err != nil {
		t.Fatalf("the document can't be evaluated: %v\n%s", err, text)
	}
	// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
	if i := strings.IndexFunc(string(text), func(r rune) bool { return r < ' ' || r > unicode.MaxLatin1 }); i >= 0 {
		t.Fatalf("IAM takes no such character: %q", text[i:])
	}
	for _, s := range document.Statements {
		i := slices.IndexFunc(permission.Rows(), func(row permission.Row) bool { return row.Sid == s.Sid })
		pattern := permission.Rows()[i].Resource
		wildcards := strings.Count(pattern, "*")
		if strings.Contains(pattern, "{repository}") || strings.Contains(pattern, "{package}") {
			wildcards++ // no option names any
		}
		if strings.Contains(pattern, "{dev prefix}") && publisher.S3.DevPrefix == "" {
			wildcards++ // the preset's
		} else if strings.Contains(pattern, "{dev prefix}") {
			wildcards += strings.Count(token.Without(strings.TrimRight(publisher.S3.DevPrefix, "*")), "*")
		}
		resource := token.Without(s.Resources[0])
		if strings.Count(resource, "*") != wildcards || strings.Contains(resource, "?") || strings.Contains(resource, "${") {
			t.Fatalf("%s has a wildcard or variable that nobody asked for: %s", s.Sid, s.Resources[0])
		}
		if pattern == "*" {
			continue
		}
		want, got := strings.SplitN(pattern, ":", 6), strings.SplitN(resource, ":", 6)
		if len(got) != 6 || got[0] != "arn" || got[2] != want[2] || want[3] == "" && got[3]+got[4] != "" {
			t.Fatalf("%s speaks of another service: %s", s.Sid, s.Resources[0])
		}
		for _, action := range s.Actions {
			if strings.ContainsAny(action, "*?$") {
				t.Fatalf("%s has a wildcard action: %s", s.Sid, action)
			}
		}
	}
}

// Each of these options takes names that may hold anything a user types. It is
// refused by name, or the document is one that IAM would take.

func FuzzRepositoryNames(f *testing.F) {
	fuzzName(f, "Ecr.RepositoryNames[0]", func(p *permission.Publisher, v string) { p.ECR.RepositoryNames = []string{v} }, "app", "team/*", "*", "a:b", "${Token[TOKEN.1]}*", "${aws:username}")
}

func FuzzCodeArtifactRepositoryNames(f *testing.F) {
	fuzzName(f, "CodeArtifact.RepositoryNames[0]", func(p *permission.Publisher, v string) { p.CodeArtifact.RepositoryNames = []string{v} }, "maven", "team-*", "a/b", "*")
}

func FuzzNamespaces(f *testing.F) {
	fuzzName(f, "CodeArtifact.Namespaces[0]", func(p *permission.Publisher, v string) { p.CodeArtifact.Namespaces = []string{v} }, "com.acme.*", "@acme", "a/b", "$", "é")
}

func FuzzPackages(f *testing.F) {
	fuzzName(f, "CodeArtifact.Packages[0]", func(p *permission.Publisher, v string) { p.CodeArtifact.Packages = []string{v} }, "app", "lib-*", "a\"b", "\\")
}

func FuzzKMSKeyARN(f *testing.F) {
	fuzzName(f, "S3.KmsKeyArn", func(p *permission.Publisher, v string) { p.S3.KMSKeyARN = v }, myKey, "alias/a", "${Token[TOKEN.1]}", "arn:aws:kms:*:111122223333:key/*", "")
}

func FuzzFloating(f *testing.F) {
	fuzzName(f, "S3.Floating[0]", func(p *permission.Publisher, v string) { p.S3.WriteOnce, p.S3.Floating = true, []string{v} }, "*/latest/", "/", "${Token[TOKEN.1]}", "?/")
}

func FuzzTagKeys(f *testing.F) {
	fuzzName(f, "S3.TagKeys", func(p *permission.Publisher, v string) { p.S3.TagKeys = []string{"Release", v} }, "team", "aws:x", "${a}", "é", "\x00")
}

func fuzzName(f *testing.F, option string, set func(*permission.Publisher, string), seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		publisher, env := full()
		set(&publisher, value)
		if err := publisher.Validate(env); err != nil {
			var faults fault.List
			if !errors.As(err, &faults) {
				t.Fatalf("%T is not a list of faults", err)
			}
			for _, found := range faults {
				if !strings.HasPrefix(found.Option, option) || found.Problem == "" || found.Remedy == "" {
					t.Errorf("%q: %#v", value, found)
				}
			}
			return
		}
		document := policy.New(publisher.Statements(env)...)
		text, err := document.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		read, err := policy.Parse(text)
		if err != nil {
			t.Fatalf("the document can't be read back: %v\n%s", err, text)
		}
		if _, err := read.Evaluate(policy.Request{Action: "s3:PutObject", Resource: "arn:aws:s3:::b/k"}); err != nil {
			t.Fatalf("the document can't be evaluated: %v\n%s", err, text)
		}
		if i := strings.IndexFunc(string(text), func(r rune) bool { return r < ' ' || r > unicode.MaxLatin1 }); i >= 0 {
			t.Fatalf("IAM takes no such character: %q", text[i:])
		}
		for _, s := range document.Statements {
			for _, resource := range s.Resources {
				if strings.ContainsAny(token.Without(resource), "?") || strings.Contains(token.Without(resource), "${") {
					t.Fatalf("%s has a wildcard or variable that nobody asked for: %s", s.Sid, resource)
				}
			}
		}
	})
}
