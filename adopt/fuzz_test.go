package adopt_test

import (
	"encoding/json"
	"testing"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/adopt"
	"github.com/cipublisher/cipublisher/policy"
)

// No role makes an adoption panic, whatever its name and its policies say.
func FuzzAdopt(f *testing.F) {
	plain := func(d policy.Document) string {
		text, _ := json.Marshal(d)
		return string(text)
	}
	for _, p := range publishers {
		f.Add("a", plain(released), plain(policy.New(p.Statements(home)...)))
	}
	f.Add("a\"\n", plain(released), `{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":["arn:aws:s3:::a/*","*"]}}`)
	f.Fuzz(func(t *testing.T, name, trust, identity string) {
		text, err := json.Marshal(map[string]any{"RoleDetailList": []any{map[string]any{
			"RoleName": name, "Path": "/ci/", "Arn": "arn:aws:iam::111122223333:role/ci/a", "AssumeRolePolicyDocument": trust, "RolePolicyList": []any{map[string]any{"PolicyName": "i", "PolicyDocument": identity}},
		}}})
		if err != nil {
			return
		}
		a, err := account.Read(text)
		if err != nil {
			return
		}
		for _, roles := range [][]string{nil, {a.Roles[0].Name}} {
			proposals := adopt.Roles(a, adopt.Options{Region: "eu-west-1", Roles: roles})
			adopt.Registry(proposals, a.ID)
			adopt.Props(proposals)
			adopt.JSON(proposals)
			adopt.Text(proposals, style)
			for _, p := range proposals {
				if p.Covers() && len(p.Settings) == 0 {
					t.Fatal("nothing covers the role")
				}
			}
		}
	})
}
