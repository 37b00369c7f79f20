package drift_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/drift"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/review"
)

func TestMain(m *testing.M) { os.Exit(golden.Main(m, "testdata")) }

const written = `version: 1
region: eu-west-1
defaults:
  environments: [release]
  s3: {bucket: acme-dist}
  permissionsBoundary: ci/limit
repositories:
  - {team: platform, repository: acme/app, ownerId: 1, id: 2, dev: true}
  - {team: platform, repository: acme/lib, ownerId: 1, id: 3, ecr: {}}
`

func read(t testing.TB) registry.Registry {
	t.Helper()
	r, err := registry.Read([]byte(written))
	require.NoError(t, err)
	return r
}

// role is a role as an account has it.
type role = map[string]any

// deployed is the account after the registry's templates have been deployed:
// every policy attached, as CloudFormation leaves it.
func deployed(t testing.TB, change func(roles map[string]role, policies map[string]map[string]any)) account.Account {
	t.Helper()
	roles, policies := map[string]role{}, map[string]map[string]any{}
	for _, row := range read(t).Repositories {
		for _, r := range read(t).Roles(row) {
			d, err := r.Documents(permission.Environment{AccountID: "111122223333", Region: "eu-west-1", Partition: "aws"})
			require.NoError(t, err)
			attached := []any{}
			for _, p := range d.Policies {
				arn := "arn:aws:iam::111122223333:policy/ci/" + p.Name
				attached = append(attached, map[string]any{"PolicyName": p.Name, "PolicyArn": arn})
				policies[p.Name] = map[string]any{"PolicyName": p.Name, "Arn": arn, "DefaultVersionId": "v1", "PolicyVersionList": []any{map[string]any{"VersionId": "v1", "IsDefaultVersion": true, "Document": p.Document}}}
			}
			name := d.Role.RoleName
			roles[name] = role{"RoleName": name, "Path": "/ci/", "Arn": "arn:aws:iam::111122223333:role/ci/" + name, "AssumeRolePolicyDocument": d.Trust, "AttachedManagedPolicies": attached,
				"PermissionsBoundary": map[string]any{"PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/ci/limit"}}
		}
	}
	roles["ops"] = role{"RoleName": "ops", "Path": "/", "Arn": "arn:aws:iam::111122223333:role/ops", "AssumeRolePolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{}}}
	if change != nil {
		change(roles, policies)
	}
	var list, managed []any
	for _, r := range roles {
		list = append(list, r)
	}
	for _, p := range policies {
		managed = append(managed, p)
	}
	text, err := json.Marshal(map[string]any{"RoleDetailList": list, "Policies": managed})
	require.NoError(t, err)
	a, err := account.Read(text)
	require.NoError(t, err)
	return a
}

func compare(t testing.TB, a account.Account) drift.Report {
	t.Helper()
	holders, err := drift.OfRegistry(read(t), a.ID, a.Partition, "")
	require.NoError(t, err)
	require.False(t, drift.HasUnknown(holders))
	return drift.Compare(holders, a)
}

func statuses(r drift.Report) map[string]drift.Status {
	all := map[string]drift.Status{}
	for _, role := range r.Roles {
		all[role.Name] = role.Status
	}
	return all
}

const (
	app    = "/ci/acme-app"
	appDev = "/ci/acme-app-dev"
	lib    = "/ci/acme-lib"
)

// What was deployed is what was written, however the account has it.
func TestDeployedIsNoDrift(t *testing.T) {
	for name, change := range map[string]func(map[string]role, map[string]map[string]any){
		"as CloudFormation leaves it": nil,
		"inline, statement by statement": func(roles map[string]role, policies map[string]map[string]any) {
			var d struct {
				Version   string
				Statement []json.RawMessage
			}
			text, _ := json.Marshal(policies["acme-lib"]["PolicyVersionList"].([]any)[0].(map[string]any)["Document"])
			require.NoError(t, json.Unmarshal(text, &d))
			inline := []any{}
			for i := range d.Statement {
				inline = append(inline, map[string]any{"PolicyName": "part", "PolicyDocument": map[string]any{"Version": d.Version, "Statement": d.Statement[len(d.Statement)-1-i]}})
			}
			roles["acme-lib"]["AttachedManagedPolicies"], roles["acme-lib"]["RolePolicyList"] = []any{}, inline
		},
		"an older version beside the one in force": func(_ map[string]role, policies map[string]map[string]any) {
			p := policies["acme-app"]
			p["PolicyVersionList"] = append(p["PolicyVersionList"].([]any), map[string]any{"VersionId": "v0", "Document": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Allow", "Action": "*", "Resource": "*"}}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := compare(t, deployed(t, change))
			assert.Equal(t, map[string]drift.Status{app: drift.Same, appDev: drift.Same, lib: drift.Same}, statuses(r), r.Write("text", reportStyle))
			assert.False(t, r.Differs())
			assert.False(t, r.Wider())
		})
	}
}

func TestDrift(t *testing.T) {
	allow := func(action string) map[string]any {
		return map[string]any{"PolicyName": "more", "PolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Allow", "Action": action, "Resource": "*"}}}}
	}
	for name, test := range map[string]struct {
		change func(roles map[string]role, policies map[string]map[string]any)
		role   string
		want   drift.Status
		trust  bool
	}{
		"a role is gone": {func(roles map[string]role, _ map[string]map[string]any) { delete(roles, "acme-app") }, app, drift.Missing, false},
		"a role by hand": {func(roles map[string]role, _ map[string]map[string]any) {
			roles["x"] = role{"RoleName": "x", "Path": "/ci/", "Arn": "arn:aws:iam::111122223333:role/ci/x", "AssumeRolePolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{}}}
		}, "/ci/x", drift.Extra, false},
		"an inline policy": {func(roles map[string]role, _ map[string]map[string]any) {
			roles["acme-app"]["RolePolicyList"] = []any{allow("s3:GetObject")}
		}, app, drift.Wider, false},
		"an inline Deny": {func(roles map[string]role, _ map[string]map[string]any) {
			p := allow("s3:PutObject")
			p["PolicyDocument"].(map[string]any)["Statement"].([]any)[0].(map[string]any)["Effect"] = "Deny"
			roles["acme-app"]["RolePolicyList"] = []any{p}
		}, app, drift.Narrower, false},
		"a policy of AWS's": {func(roles map[string]role, _ map[string]map[string]any) {
			roles["acme-app"]["AttachedManagedPolicies"] = append(roles["acme-app"]["AttachedManagedPolicies"].([]any), map[string]any{"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
		}, app, drift.Wider, false},
		"no policy": {func(roles map[string]role, _ map[string]map[string]any) {
			roles["acme-app"]["AttachedManagedPolicies"] = []any{}
		}, app, drift.Narrower, false},
		"another version in force": {func(_ map[string]role, policies map[string]map[string]any) {
			policies["acme-lib"]["PolicyVersionList"].([]any)[0].(map[string]any)["Document"] = allow("ecr:*")["PolicyDocument"]
		}, lib, drift.Wider, false},
		"no boundary": {func(roles map[string]role, _ map[string]map[string]any) {
			delete(roles["acme-app"], "PermissionsBoundary")
		}, app, drift.Wider, false},
		"another boundary": {func(roles map[string]role, _ map[string]map[string]any) {
			roles["acme-app"]["PermissionsBoundary"] = map[string]any{"PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/other"}
		}, app, drift.Wider, false},
		"a wider trust": {func(roles map[string]role, _ map[string]map[string]any) {
			text, _ := json.Marshal(roles["acme-app"]["AssumeRolePolicyDocument"])
			roles["acme-app"]["AssumeRolePolicyDocument"] = json.RawMessage(strings.NewReplacer("StringEquals", "StringLike", ":environment:release", ":*").Replace(string(text)))
		}, app, drift.Wider, true},
		"a trust that can't be read": {func(roles map[string]role, _ map[string]map[string]any) {
			roles["acme-app"]["AssumeRolePolicyDocument"] = "{"
		}, app, drift.Wider, true},
		"one form of the subject": {func(roles map[string]role, _ map[string]map[string]any) {
			d := roles["acme-app"]["AssumeRolePolicyDocument"].(policy.Document)
			d.Statements = d.Statements[:1]
			roles["acme-app"]["AssumeRolePolicyDocument"] = d
		}, app, drift.Narrower, true},
		"another path": {func(roles map[string]role, _ map[string]map[string]any) { roles["acme-app"]["Path"] = "/" }, app, drift.Wider, false},
		"another case": {func(roles map[string]role, _ map[string]map[string]any) { roles["acme-app"]["RoleName"] = "ACME-app" }, app, drift.Same, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := compare(t, deployed(t, test.change))
			want := map[string]drift.Status{app: drift.Same, appDev: drift.Same, lib: drift.Same}
			want[test.role] = test.want
			assert.Equal(t, want, statuses(r), r.Write("text", reportStyle))
			assert.Equal(t, test.want != drift.Same, r.Differs())
			assert.Equal(t, test.want == drift.Wider || test.want == drift.Extra, r.Wider())
			for _, role := range r.Roles {
				if role.Name == test.role && name != "a trust that can't be read" {
					assert.Equal(t, test.trust, role.Trust)
				}
			}
		})
	}
}

// A role whose name only the deployment makes may be any.
func TestNamesOfTheDeployment(t *testing.T) {
	holders, err := drift.OfTemplate([]byte(`{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}},
		"Named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Fn::Sub": "x-${AWS::Region}"}, "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}},
		"Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["ops"], "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${AWS::Region}/*"}}]}}}}}`),
		review.Context{}, "111122223333", "aws", "")
	require.NoError(t, err)
	assert.True(t, drift.HasUnknown(holders))
	r := drift.Compare(holders, deployed(t, nil))
	got := statuses(r)
	assert.Equal(t, drift.Unknown, got["Role"])
	assert.Equal(t, drift.Unknown, got["/x-<AWS::Region>"])
	assert.True(t, r.Wider(), "what is not known counts as wider")
}
