package role

import "github.com/cipublisher/cipublisher/permission"

// Describe returns the description that a role has by default.
func Describe(r Role) string { return r.filled(permission.Environment{}).Description }
