package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/registry"
)

// registryFlags declares the flags of a whole registry and returns what writes
// its templates; it reports whether there was a registry.
func registryFlags(flags *flagSet) func(*call) bool {
	others := slices.Clone(flags.flags)
	file := flags.add(flag{
		name: "registry", value: "FILE", options: []string{"Registry"},
		about: "registry of repositories, in place of all other flags, in JSON or YAML, - for stdin",
	})
	out := flags.add(flag{
		name: "out", value: "FOLDER", options: []string{"Out"},
		about: "folder to write the templates of a registry to, each as STACK.template.json; made where there is none; stdout names the files",
	})
	return func(c *call) bool {
		if !file.given() {
			refuseWithout(c, file, out)
			return false
		}
		for _, other := range others {
			if other.given() {
				c.faults.Add("--"+other.name, other.text(), "is given beside --registry, which says everything", "leave it out, or write it into the registry")
			}
		}
		text, ok := c.read(file, file.text())
		if !ok {
			return true
		}
		r, err := registry.Read(text)
		c.blame(file, file.text(), err)
		if len(c.faults) > 0 {
			return true
		}
		c.notices = append(c.notices, r.Notices()...)
		templates, err := r.Texts()
		c.blame(file, file.text(), err)
		if len(c.faults) == 0 {
			c.writeTemplates(templates, out)
		}
		return true
	}
}

// writeTemplates writes one template by itself, several as an object, or all
// into a folder.
func (c *call) writeTemplates(templates map[string]string, out *flag) {
	if out.given() {
		files := map[string]string{}
		if err := os.MkdirAll(out.text(), 0o755); err != nil {
			c.faults.Add("--out", out.text(), "can't be made: "+err.Error(), "name a folder, which may be a new one")
			return
		}
		for name, text := range templates {
			files[name] = filepath.Join(out.text(), name+map[bool]string{false: ".template.json", true: ".template.yaml"}[c.yaml])
			if err := os.WriteFile(files[name], []byte(c.document(text)), 0o644); err != nil {
				c.faults.Add("--out", out.text(), "can't be written to: "+err.Error(), "name a folder that can be")
				return
			}
		}
		c.writeJSON(files)
		return
	}
	if len(templates) == 1 {
		for _, text := range templates {
			c.out.WriteString(text)
		}
		return
	}
	all := map[string]json.RawMessage{}
	for name, text := range templates {
		all[name] = json.RawMessage(text)
	}
	c.writeJSON(all)
}

func (c *call) writeJSON(value any) {
	encoder := json.NewEncoder(&c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		c.faults = append(c.faults, fault.Fault{Option: "the output", Problem: "can't be written: " + err.Error()})
	}
}
