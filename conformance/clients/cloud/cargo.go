package cloud

import (
	"encoding/binary"
	"encoding/json"
	"strings"
)

// cargoIndex is where the index has a crate.
//
// https://doc.rust-lang.org/cargo/reference/registry-index.html#index-files
func cargoIndex(name string) string {
	name = strings.ToLower(name)
	switch len(name) {
	case 0:
		return ""
	case 1, 2:
		return string(rune('0'+len(name))) + "/" + name
	case 3:
		return "3/" + name[:1] + "/" + name
	}
	return name[:2] + "/" + name[2:4] + "/" + name
}

// cargoEntry is the line of the index for a crate that was sent.
func cargoEntry(body []byte) []byte {
	var metadata struct {
		Name string `json:"name"`
		Vers string `json:"vers"`
	}
	size := int(binary.LittleEndian.Uint32(body))
	if err := json.Unmarshal(body[4:4+size], &metadata); err != nil {
		return nil
	}
	line, err := json.Marshal(map[string]any{
		"name": metadata.Name, "vers": metadata.Vers, "deps": []any{}, "cksum": strings.Repeat("0", 64), "features": map[string]any{}, "yanked": false,
	})
	if err != nil {
		return nil
	}
	return append(line, '\n')
}
