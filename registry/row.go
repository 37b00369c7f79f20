package registry

// rowOf reads a row: what is its own, and the options beside it. What has
// another type than the schema wants is left out; such a row is refused.
func rowOf(value any) Repository {
	var row Repository
	own, _ := value.(map[string]any)
	options := make(map[string]any, len(own))
	for key, value := range own {
		switch key {
		case "team":
			row.Team, _ = value.(string)
		case "repository":
			row.Repository, _ = value.(string)
		case "roleName":
			row.RoleName, _ = value.(string)
		case "ownerId":
			row.OwnerID = whole(value)
		case "id":
			row.ID = whole(value)
		case "without":
			list, _ := value.([]any)
			for _, store := range list {
				name, _ := store.(string)
				row.Without = append(row.Without, name)
			}
		default:
			options[key] = plain(value)
		}
	}
	row.Options = flat(options)
	return row
}

// whole returns a whole number, in whatever type YAML has it.
func whole(value any) int64 {
	switch n := value.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	case uint64:
		return int64(n)
	case float64:
		return int64(n)
	}
	return 0
}

// plain returns a value with its numbers as JSON has them.
func plain(value any) any {
	switch v := value.(type) {
	case int, int64, uint64:
		return float64(whole(v))
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = plain(element)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for key, element := range v {
			object[key] = plain(element)
		}
		return object
	}
	return value
}
