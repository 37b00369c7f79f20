package report

import (
	"fmt"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// gains and losses say what an entry does, by its kind and effect.
var (
	gains = map[review.Kind]map[policy.Effect]string{
		review.InTrust:    {policy.Allow: "trusts", policy.Deny: "no longer refuses"},
		review.InPolicy:   {policy.Allow: "grants", policy.Deny: "no longer denies"},
		review.InManaged:  {policy.Allow: "attaches the managed policy", policy.Deny: "detaches the managed policy, which may have denied something:"},
		review.InGroup:    {policy.Allow: "joins the group", policy.Deny: "leaves the group, which may have denied something:"},
		review.InRole:     {policy.Allow: "is passed the role"},
		review.InAccess:   {policy.Allow: "opens"},
		review.InTemplate: {policy.Allow: "deploys another template, with whatever it grants:", policy.Deny: "no longer deploys a template, which may have denied something:"},
		review.InTarget:   {policy.Allow: "grants all of it for"},
		review.InUnknown:  {policy.Allow: "may grant anything:", policy.Deny: "no longer has what may have denied something:"},
		review.InBoundary: {policy.Deny: "is no longer limited by the permissions boundary"},
		review.InLimit:    {policy.Deny: "is no longer limited by"},
	}
	losses = map[review.Kind]map[policy.Effect]string{
		review.InTrust:    {policy.Allow: "no longer trusts", policy.Deny: "refuses"},
		review.InPolicy:   {policy.Allow: "takes away", policy.Deny: "denies"},
		review.InManaged:  {policy.Allow: "detaches the managed policy"},
		review.InGroup:    {policy.Allow: "leaves the group"},
		review.InRole:     {policy.Allow: "is no longer passed the role"},
		review.InAccess:   {policy.Allow: "closes"},
		review.InTemplate: {policy.Allow: "no longer deploys the template"},
		review.InTarget:   {policy.Allow: "no longer grants any of it for"},
		review.InUnknown:  {policy.Allow: "no longer has what is not known:"},
		review.InBoundary: {policy.Deny: "is limited by the permissions boundary"},
		review.InLimit:    {policy.Deny: "is limited by"},
	}
)

func verdict(gained, lost int) string {
	switch {
	case gained+lost == 0:
		return "no change in what is granted"
	case gained == 0:
		return fmt.Sprintf("nothing new is granted; %s taken away", count(lost))
	}
	return fmt.Sprintf("%s granted, %s taken away", count(gained), count(lost))
}

// count counts entries.
func count(n int) string {
	if n == 1 {
		return "1 permission"
	}
	return fmt.Sprintf("%d permissions", n)
}
