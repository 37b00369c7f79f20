package trust_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	cdktoken "github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/trust"
)

// literalOnly fails when an accepted input made a condition mean more than it
// says: a metacharacter anywhere but the one "*" at the end of a value whose
// input ended in one, or a second "*" that the shape of the trust has not.
func literalOnly(t *testing.T, o trust.Options, stars int) {
	t.Helper()
	d := o.Document()
	if len(d.Statements) == 0 {
		t.Fatal("accepted options without a statement")
	}
	for _, s := range d.Statements {
		for operator, keys := range s.Conditions {
			if operator == "StringNotLike" {
				continue // an exception refuses more with each wildcard
			}
			for key, values := range keys {
				for _, v := range values {
					known := cdktoken.Without(v)
					if strings.Contains(known, "?") || strings.Contains(known, "${") {
						t.Errorf("%s %s has a metacharacter: %q", operator, key, v)
					}
					if n := strings.Count(known, "*"); operator == "StringEquals" && n > 0 || n > stars {
						t.Errorf("%s %s has %d wildcards: %q", operator, key, n, v)
					}
					if !utf8.ValidString(v) || strings.ContainsFunc(v, unicode.IsControl) {
						t.Errorf("%s %s holds what no JSON shows: %q", operator, key, v)
					}
				}
			}
		}
	}
	if _, err := policy.Parse([]byte(d.Indent())); err != nil {
		t.Errorf("the document can't be read back: %v", err)
	}
}

func accepted(o trust.Options) bool { return o.Validate() == nil }

func trailing(s string) int {
	if strings.HasSuffix(s, "*") {
		return 1
	}
	return 0
}

func FuzzOwner(f *testing.F) {
	for _, s := range []string{"acme", "acme*", "*", "acme@1", "a-b", "name_short", "ac?me", "${aws:username}", "${Token[Owner.1]}", "acme/", "a:b", "Ａcme", "acme\n", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, owner string) {
		for _, o := range []trust.Options{on(owner + "/app"), on(owner + "/*"), raw("repo:" + owner + "/app:*"), raw("repository_owner:" + owner)} {
			if !accepted(o) {
				continue
			}
			literalOnly(t, o, 1)
			if cdktoken.In(owner) || strings.ContainsAny(owner, "/:") {
				continue // the owner ends before; FuzzRaw has the whole subject
			}
			for _, sub := range []string{
				"repo:evil/app:ref:refs/heads/main", "repo:" + owner + "-evil/app:ref:refs/heads/main", "repo:x" + owner + "/app:ref:refs/heads/main",
				"repository_owner:" + owner + "-evil",
			} {
				if admits(t, o.Document(), token(sub)) {
					t.Errorf("owner %q admits %s", owner, sub)
				}
			}
		}
	})
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"app", "app*", "*", "app@2", ".", "..", "a.b_c-d", "app.git", "a?", "${x}", "${Token[Name.1]}", "a/b", "a:ref", "ä", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		stars := 0
		if name == "*" {
			stars = 1 // the whole owner, as asked for
		}
		for _, o := range []trust.Options{on("acme/" + name), on("acme@1/" + name), raw("repo:acme/" + name + ":pull_request")} {
			if !accepted(o) {
				continue
			}
			literalOnly(t, o, stars)
			if cdktoken.In(name) || stars > 0 || strings.Contains(name, ":") {
				continue
			}
			for _, sub := range []string{"repo:acme/" + name + "-evil:ref:refs/heads/main", "repo:acme/sibling/" + name + ":ref:refs/heads/main", "repo:acme/" + name + "-evil:pull_request"} {
				if admits(t, o.Document(), token(sub)) {
					t.Errorf("name %q admits %s", name, sub)
				}
			}
		}
	})
}

func FuzzRef(f *testing.F) {
	for _, s := range []string{"main", "release/*", "*", "rel*/x", "a?b", "${x}", "${Token[Ref.1]}*", "refs/heads/main", "a:b", "@", "-", "a..b", "ü", "a.lock", "\x00", "a b", "**"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		for _, s := range []trust.Subject{
			{Repositories: []string{"acme/app"}, Branches: []string{ref}}, {Repositories: []string{"acme/app"}, Tags: []string{ref}},
		} {
			o := subject(s)
			if !accepted(o) {
				continue
			}
			literalOnly(t, o, trailing(ref))
			for _, sub := range []string{"repo:acme/app:pull_request", "repo:acme/app:environment:" + ref, "repo:acme/app:ref:refs/pull/1/merge", "repo:acme/app-evil:ref:refs/heads/" + ref} {
				if admits(t, o.Document(), token(sub)) {
					t.Errorf("ref %q admits %s", ref, sub)
				}
			}
		}
		whole := subject(trust.Subject{Repositories: []string{"acme/*"}, Branches: []string{ref}})
		if accepted(whole) {
			literalOnly(t, whole, 1+trailing(ref))
			hostile := "repo:acme/x:environment:a:ref:refs/heads/" + strings.TrimSuffix(ref, "*")
			if admits(t, whole.Document(), token(hostile)) {
				t.Errorf("ref %q of a whole owner admits %s", ref, hostile)
			}
		}
		for _, i := range []trust.Issuer{trust.GitLab(), trust.Buildkite()} {
			o := issuedBy(i, trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{ref}})
			if accepted(o) {
				literalOnly(t, o, 1)
			}
		}
	})
}

func FuzzEnvironment(f *testing.F) {
	for _, s := range []string{"release", "Production:V1", "Production%3AV1", "prod-*", "*", "a*b", "p?", "${x}", "$", "${Token[Env.1]}", " a", "ümläut", "a/b", "a:ref:refs/heads/main", "\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		o := environment(name)
		if !accepted(o) {
			return
		}
		literalOnly(t, o, trailing(name))
		for _, s := range o.Accepted() {
			if known := cdktoken.Without(s); strings.Count(known, ":") != 3 {
				t.Errorf("environment %q reaches out of its part of the subject: %s", name, s)
			}
		}
		for _, sub := range []string{"repo:acme/app:ref:refs/heads/" + name, "repo:acme/app:pull_request", "repo:acme/app-evil:environment:" + name} {
			if admits(t, o.Document(), token(sub)) {
				t.Errorf("environment %q admits %s", name, sub)
			}
		}
		whole := subject(trust.Subject{Repositories: []string{"acme/*"}, Environments: []string{name}})
		if accepted(whole) {
			literalOnly(t, whole, 1+trailing(name))
			hostile := "repo:acme/x:environment:a:environment:" + strings.TrimSuffix(name, "*")
			if admits(t, whole.Document(), token(hostile)) {
				t.Errorf("environment %q of a whole owner admits %s", name, hostile)
			}
		}
	})
}

func FuzzClaim(f *testing.F) {
	for _, s := range [][2]string{
		{"actor", "octocat"}, {"actor", "dependabot[bot]"}, {"repository_id", "1"}, {"repository_id", "1*"}, {"ref", "refs/heads/*"}, {"workflow", "*"},
		{"workflow", "a?"}, {"job_workflow_ref", "acme/ci/.github/workflows/x.yml@*"}, {"job_workflow_ref", "acme*"}, {"environment", "${x}"}, {"sub", "*"},
		{"runner_environment", "x"}, {"repository", "acme/*"}, {"", ""}, {"workflow", "${Token[W.1]}"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		o := subject(trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"release"}, Claims: trust.Claims{trust.Claim(name): {value}}})
		if !accepted(o) {
			return
		}
		literalOnly(t, o, trailing(value))
		d := o.Document()
		if admits(t, d, token("repo:acme/app:environment:release")) {
			t.Errorf("claim %s=%q admits a token without it", name, value)
		}
		if admits(t, d, token("repo:acme/lib:environment:release", name, strings.TrimSuffix(value, "*"))) {
			t.Errorf("claim %s=%q admits another repository", name, value)
		}
	})
}

func FuzzRaw(f *testing.F) {
	for _, s := range []string{"repo:acme/app", "repo:acme/*", "repo:acme*", "repo:*", "*", "repo:acme@1/app@2:*", "repository_owner:acme:*", "repository_id:1*", "repo:acme/a:b*c", "${Token[Sub.1]}", "repo:/", "repo:acme/app:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sub string) {
		o := raw(sub)
		if accepted(o) {
			literalOnly(t, o, trailing(sub))
			for _, hostile := range []string{"repo:evil-9/x:ref:refs/heads/main", "repository_owner:evil-9", "repository_id:999999999", "job_workflow_ref:acme/x/.github/workflows/x.yml@x"} {
				if hostile != strings.TrimSuffix(sub, "*") && !strings.Contains(sub, "evil-9") && !strings.Contains(sub, "999999999") && admits(t, o.Document(), token(hostile)) {
					t.Errorf("raw %q admits %s", sub, hostile)
				}
			}
		}
		for _, i := range issuers {
			other := issuedBy(i.issuer, trust.Subject{Raw: []string{sub}})
			if accepted(other) {
				literalOnly(t, other, trailing(sub))
			}
		}
	})
}

// What strangers write into tokens and templates never panics, and a report of
// it stays within a terminal's width.
func FuzzToken(f *testing.F) {
	f.Add([]byte(claimsJSON))
	f.Add([]byte(jwt(claimsJSON)))
	f.Add([]byte(`{"sub":"repo:acme/app:environment:a","iss":"https://x","aud":[]}`))
	f.Add([]byte(`{"sub":"\u001b[2J","iss":"https://api.bitbucket.org/2.0/workspaces/a/pipelines-config/identity/oidc"}`))
	d := on("acme/app", "acme@1/app@2", "acme/*").Document()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, parse := range []func([]byte) (trust.Token, error){trust.ParseClaims, trust.ParseJWT} {
			token, err := parse(data)
			if err != nil {
				continue
			}
			result, err := trust.Check(d, token)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(result.Report(), "\n") {
				if utf8.RuneCountInString(line) > 80 || strings.ContainsFunc(line, unicode.IsControl) {
					t.Errorf("line %q", line)
				}
			}
		}
	})
}

func FuzzTemplate(f *testing.F) {
	f.Add(stack(`{"Ref": "Provider"}`, `{"Fn::Sub": ["${O}${", {"O": 1}]}`))
	f.Add(stack(`{"Fn::Join": ["", [1, {"Ref": "AWS::NoValue"}]]}`, `{"Fn::GetAtt": ["a"]}`))
	f.Add([]byte(`{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Ref":"x"}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := review.RoleTrust(data, "Role", nil)
		if err == nil {
			if _, err := trust.Check(d, token("repo:acme/app:ref:refs/heads/main")); err != nil {
				t.Skip(err)
			}
		}
	})
}
