package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asOf is the day of the reports that are compared.
const asOf = "--as-of 2026-11-29"

// inExamples runs a test where the files are that the examples of the help
// read.
func inExamples(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "examples"))))
	t.Chdir(folder)
}

// The reports are those that a test of their package compares.
func TestAudit(t *testing.T) {
	want := map[string]string{}
	for format, extension := range extensions {
		want[format] = mustRead(t, "../../audit/testdata/handwritten/report"+extension)
	}
	inExamples(t)
	for format := range extensions {
		if format == "sarif" {
			continue // the lines in the files are the command's own
		}
		got := cipublisher(words("audit account.json providers.json " + asOf + " -o " + format)...)
		assert.Equal(t, exitDenied, got.status, got.stderr)
		assert.Equal(t, want[format], got.stdout)
		assert.Equal(t, got, cipublisher(words("audit --account account.json --account providers.json "+asOf+" --format "+format)...), "a file is a value of its flag")
	}
}

// Results of code scanning stand at the role that they are about.
func TestAuditSARIF(t *testing.T) {
	inExamples(t)
	got := cipublisher(words("audit account.json providers.json -o sarif")...)
	var log struct {
		Runs []struct {
			Results []struct {
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
					LogicalLocations []struct{ Name string }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &log))
	require.NotEmpty(t, log.Runs[0].Results)
	for _, result := range log.Runs[0].Results {
		place := result.Locations[0]
		line := strings.Split(mustRead(t, place.PhysicalLocation.ArtifactLocation.URI), "\n")[place.PhysicalLocation.Region.StartLine-1]
		assert.Contains(t, line, `"`+place.LogicalLocations[0].Name+`"`)
	}
}

func TestAuditStatus(t *testing.T) {
	inExamples(t)
	const low = `{"RoleDetailList":[{"RoleName":"a","Path":"/","Arn":"arn:aws:iam::111122223333:role/a","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity",
		"Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:acme/app:ref:refs/heads/main"}}}]}}]}`
	for line, want := range map[string]int{
		"": exitOK, "--fail-on high": exitOK, "--fail-on medium": exitOK, "--fail-on low": exitDenied, "--fail-on note": exitDenied, "--fail-on never": exitOK,
	} {
		got := withStdin(low, words("audit - "+line)...)
		assert.Equal(t, want, got.status, line)
		assert.Contains(t, got.stdout, "LOW  name-taken-over")
	}
	assert.Equal(t, exitDenied, cipublisher("audit", "account.json").status)
	assert.Equal(t, exitOK, cipublisher("audit", "account.json", "--fail-on", "never").status)
}

func TestAuditRefuses(t *testing.T) {
	inFolderWith(t, map[string]string{
		"page.json": `{"RoleDetailList": [], "IsTruncated": true}`, "other.json": `{"Buckets": []}`, "empty.json": "",
	})
	for line, faults := range map[string][]string{
		"":                            {`--account is missing; write --account FILE, or --live`},
		"none.json":                   {`--account "none.json" can't be read: no such file or directory; name a readable file, or - for stdin`},
		"page.json":                   {`--account "page.json" is a part of the details of an account, cut off after a page; give all of them, as the AWS CLI prints them without --max-items, or every page as a file`},
		"other.json":                  {`--account "other.json" is neither the details of an account nor its identity providers; give what "aws iam get-account-authorization-details" prints, "list-open-id-connect-providers" or "get-open-id-connect-provider"`},
		"page.json --fail-on worst":   {`--fail-on "worst" is not a level; use one of high, medium, low, note, never`},
		"page.json --as-of tomorrow":  {`--as-of "tomorrow" is not a date; write it as 2026-11-29`},
		"page.json --unused-days few": {`--unused-days "few" is not a whole number above zero; write digits alone`},
		"page.json -o pdf":            {`--format "pdf" is not a format; use one of text, markdown, json, sarif`},
	} {
		t.Run(line, func(t *testing.T) {
			assert.Equal(t, result{"", refusal("audit", faults...), exitBadInput}, cipublisher(append([]string{"audit"}, words(line)...)...))
		})
	}
}
