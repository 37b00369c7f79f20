package account

import (
	"encoding/json"
	"time"
)

// answer is one answer of IAM, as the AWS CLI prints it.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
type answer struct {
	RoleDetailList, UserDetailList, GroupDetailList *[]detail
	Policies                                        []managed
	IsTruncated                                     bool

	OpenIDConnectProviderList *[]struct{ Arn string }

	Url          *string
	ClientIDList []string
}

func (a answer) isDetails() bool {
	return a.RoleDetailList != nil || a.UserDetailList != nil || a.GroupDetailList != nil || a.Policies != nil
}

// detail is a RoleDetail, a UserDetail or a GroupDetail.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
type detail struct {
	RoleName, UserName, GroupName, Path, Arn        string
	CreateDate                                      moment
	AssumeRolePolicyDocument                        json.RawMessage
	RolePolicyList, UserPolicyList, GroupPolicyList []struct {
		PolicyName     string
		PolicyDocument json.RawMessage
	}
	AttachedManagedPolicies []struct{ PolicyArn string }
	PermissionsBoundary     *struct{ PermissionsBoundaryArn string }
	GroupList               []string
	RoleLastUsed            *struct{ LastUsedDate moment }
}

// managed is a ManagedPolicyDetail.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html
type managed struct {
	Arn, DefaultVersionId string
	PolicyVersionList     []struct {
		Document  json.RawMessage
		VersionId string
	}
}

// moment is a time as the AWS CLI prints it, by its configuration: ISO 8601 or
// seconds since 1970. What is neither is no time.
//
// https://docs.aws.amazon.com/cli/latest/topic/config-vars.html
type moment struct{ time.Time }

func (m *moment) UnmarshalJSON(data []byte) error {
	var text string
	var seconds float64
	switch {
	case json.Unmarshal(data, &text) == nil:
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			m.Time = t.UTC()
		}
	case json.Unmarshal(data, &seconds) == nil:
		m.Time = time.Unix(int64(seconds), 0).UTC()
	}
	return nil
}
