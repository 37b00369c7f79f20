package registry

import "math"

// registryOf reads a registry. What has another type than the schema wants is
// left out; such a registry is refused.
func registryOf(top map[string]any) Registry {
	defaults, _ := top["defaults"].(map[string]any)
	r := Registry{
		Version: int(whole(top["version"])), AccountID: text(top["accountId"]), Region: text(top["region"]), Path: text(top["path"]),
		Provider: text(top["provider"]), StackName: text(top["stackName"]), Stacks: int(whole(top["stacks"])), RoleQuota: int(whole(top["roleQuota"])),
		Defaults: flat(defaults),
	}
	rows, _ := top["repositories"].([]any)
	for _, row := range rows {
		r.Repositories = append(r.Repositories, rowOf(row))
	}
	return r
}

// rowOf reads a row: what is its own, and the options beside it.
func rowOf(value any) Repository {
	own, _ := value.(map[string]any)
	row := Repository{
		OwnerID: whole(own["ownerId"]), ID: whole(own["id"]), Team: text(own["team"]), Repository: text(own["repository"]), RoleName: text(own["roleName"]),
		Options: flat(own),
	}
	without, _ := own["without"].([]any)
	for _, store := range without {
		row.Without = append(row.Without, text(store))
	}
	return row
}

func text(value any) string {
	text, _ := value.(string)
	return text
}

// whole returns a whole number, in whatever type YAML has it. One that is beyond
// what a machine counts to is the last on that side.
func whole(value any) int64 {
	switch n := value.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	case uint64:
		return int64(min(n, math.MaxInt64))
	case float64:
		if math.Abs(n) >= math.MaxInt64 {
			return int64(math.Copysign(1, n)) * math.MaxInt64
		}
		return int64(n)
	}
	return 0
}
