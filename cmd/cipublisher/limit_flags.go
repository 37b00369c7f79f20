package main

import "github.com/cipublisher/cipublisher/permission"

// limitFlags declares the limits on a whole policy and returns how to put a
// set under them.
func limitFlags(flags *flagSet) func(permission.Set) permission.Set {
	pin := flags.add(flag{
		name: "pin-region", options: []string{"PinRegion"}, preset: "false",
		about: "require that requests to S3 and for ECR tokens go to --region",
	})
	organization := flags.add(flag{
		name: "organization-id", value: "ID", options: []string{"OrganizationId"},
		about: "AWS Organizations id that the account of every resource must belong to, such as o-a1b2c3d4e5",
	})
	return func(set permission.Set) permission.Set {
		if !pin.truth() && !organization.given() {
			return set
		}
		return permission.Limited{Set: set, PinRegion: pin.truth(), OrganizationID: organization.text()}
	}
}
