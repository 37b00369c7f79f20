package audit

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
)

// providersOf adds what is wrong with the account's identity providers.
func (u *auditor) providersOf(direct []int) {
	trusting := map[string][]int{}
	for _, i := range direct {
		for _, provider := range issuersOf(u.account.Roles[i].Trust.Policy) {
			trusting[provider] = append(trusting[provider], i)
			if _, exists := u.providers[provider]; u.account.ProvidersListed && !exists && aws.IsARN(provider) {
				u.add("provider-missing", u.account.Roles[i].ARN, trustPolicy, "The account has no provider "+provider+", so that no token is admitted until somebody creates it.", nil)
			}
		}
	}
	for _, p := range u.account.Providers {
		roles := trusting[p.ARN]
		if len(roles) == 0 {
			if !slices.ContainsFunc(direct, func(i int) bool { return u.account.Roles[i].Trust.Err != nil }) {
				u.add("provider-without-role", p.ARN, "", "No role trusts the provider.", nil)
			}
			continue
		}
		if !slices.ContainsFunc(roles, func(i int) bool {
			use := u.account.Roles[i].LastUsed
			return !use.Known || !use.Date.IsZero()
		}) {
			u.add("unused-provider", p.ARN, "", "None of the roles that trust the provider was used within the 400 days that IAM remembers.", nil)
		}
	}
}
