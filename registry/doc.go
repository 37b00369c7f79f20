// Package registry reads the list of an account's repositories and makes one
// least-privilege role for each: the whole landing zone as one file.
//
// A registry is YAML or JSON, described by schema.json:
//
//	version: 1
//	defaults:
//	  environments: [release]
//	  s3: {bucket: acme-dist}
//	  ecr: {}
//	repositories:
//	  - {team: platform, repository: acme/app, ownerId: 1234, id: 5678}
//
// Names, logical ids, policies and the stack of a role depend on its own row
// and the defaults: rows may be added, moved and removed without touching the
// roles of others. The one exception is {place}, which has the owner in it as
// soon as the registry has several.
package registry
