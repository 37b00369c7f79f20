package main

import (
	"encoding/json"
	"slices"

	"github.com/cipublisher/cipublisher/registry"
)

// registryFlags declares the flags of a whole registry and returns what writes
// its templates; it reports whether there was a registry.
func registryFlags(flags *flagSet) func(*call) bool {
	others := slices.Clone(flags.flags)
	file := flags.text("registry", "FILE", "registry of repositories, in place of all other flags, in JSON or YAML, - for stdin").huge()
	out := flags.text("out", "FOLDER", "folder to write the templates of a registry to, each as STACK.template.json; made where there is none; stdout names the files")
	return func(c *call) bool {
		if !file.given() {
			c.refuseWithout(file, out)
			return false
		}
		for _, other := range others {
			if other.given() {
				c.refuse(other, "is given beside --registry, which says everything", "leave it out, or write it into the registry")
			}
		}
		if text, ok := c.read(file, file.text()); ok && len(c.faults) == 0 {
			c.writeTemplates(text, file, out)
		}
		return true
	}
}

// writeTemplates writes one template by itself, several as an object, or all
// into a folder.
func (c *call) writeTemplates(text []byte, file, out *flag) {
	if out.given() {
		c.writeFiles(text, file, out)
		return
	}
	templates := map[string]json.RawMessage{}
	c.writeRegistry(text, file, func(name, text string) error {
		templates[name] = json.RawMessage(text)
		return nil
	})
	if len(templates) > 1 {
		c.writeJSON(templates)
		return
	}
	for _, text := range templates {
		c.out.Write(text)
	}
}

// writeFiles writes each template as soon as it is made.
func (c *call) writeFiles(text []byte, file, out *flag) {
	folder, err := newFolder(out.text())
	if err != nil {
		c.refuse(out, "can't be made: "+err.Error(), "name a folder, which may be a new one")
		return
	}
	defer folder.close()
	files := map[string]string{}
	c.writeRegistry(text, file, func(name, text string) error {
		path := name + map[bool]string{false: ".template.json", true: ".template.yaml"}[c.yaml]
		files[name] = folder.file(path)
		return c.blameFolder(out, folder.write(path, c.document(text)))
	})
	if len(c.faults) == 0 && c.blameFolder(out, folder.keep()) == nil {
		c.writeJSON(files)
	}
}

// blameFolder reports that a folder can't be written to.
func (c *call) blameFolder(out *flag, err error) error {
	if err != nil {
		c.refuse(out, "can't be written to: "+err.Error(), "name a folder that can be")
	}
	return err
}

// writeRegistry hands the templates of a registry over. What write has reported
// is no fault of the registry.
func (c *call) writeRegistry(text []byte, file *flag, write func(name, text string) error) {
	notices, err := registry.Write(text, write)
	if len(c.faults) == 0 {
		c.blame(file, file.text(), err)
		c.notices = append(c.notices, notices...)
	}
}

func (c *call) writeJSON(value any) {
	encoder := json.NewEncoder(&c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	c.faults.Append("the output", encoder.Encode(value))
}
