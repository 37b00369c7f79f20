package cloud

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
)

// npmDocument is what npm's registry holds of a package.
//
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
type npmDocument struct {
	ID       string                     `json:"_id"`
	Name     string                     `json:"name"`
	DistTags map[string]string          `json:"dist-tags"`
	Versions map[string]json.RawMessage `json:"versions"`
	// Attachments come with a publishing, and are not answered.
	Attachments map[string]struct{ Data string } `json:"_attachments,omitempty"`
}

// serveNPM answers what is about documents and tags; tarballs are files.
func (c *codeArtifact) serveNPM(w http.ResponseWriter, r *packageRequest) bool {
	if before, tag, ok := strings.Cut(r.rest, "/dist-tags"); ok {
		return c.serveTags(w, r, strings.TrimPrefix(before, "-/package/"), strings.TrimPrefix(tag, "/"))
	}
	name, _, _ := strings.Cut(r.rest, "/-rev/")
	if strings.Contains(name, "/-/") {
		return false
	}
	document := c.npm[r.repository+"/"+name]
	if r.Method == http.MethodGet {
		if document == nil {
			failJSON(w, http.StatusNotFound, "ResourceNotFoundException", "Package '"+name+"' does not exist")
			return true
		}
		writeJSON(w, http.StatusOK, document)
		return true
	}
	var sent npmDocument
	if err := json.Unmarshal(r.body, &sent); err != nil {
		failJSON(w, http.StatusBadRequest, "ValidationException", err.Error())
		return true
	}
	if document == nil {
		document = &npmDocument{ID: name, Name: name, DistTags: map[string]string{}, Versions: map[string]json.RawMessage{}}
		c.npm[r.repository+"/"+name] = document
	}
	for version := range sent.Versions {
		if document.Versions[version] != nil && len(sent.Attachments) > 0 {
			failJSON(w, http.StatusConflict, "ConflictException", "version "+version+" of package '"+name+"' already exists")
			return true
		}
	}
	maps.Copy(document.Versions, sent.Versions)
	maps.Copy(document.DistTags, sent.DistTags)
	for file, attachment := range sent.Attachments {
		content, err := base64.StdEncoding.DecodeString(attachment.Data)
		if err != nil {
			failJSON(w, http.StatusBadRequest, "ValidationException", err.Error())
			return true
		}
		c.files["npm/"+r.repository+"/"+name+"/-/"+file] = content
	}
	writeJSON(w, http.StatusOK, map[string]any{"ok": true})
	return true
}

func (c *codeArtifact) serveTags(w http.ResponseWriter, r *packageRequest, name, tag string) bool {
	document := c.npm[r.repository+"/"+name]
	if document == nil {
		failJSON(w, http.StatusNotFound, "ResourceNotFoundException", "Package '"+name+"' does not exist")
		return true
	}
	switch r.Method {
	case http.MethodPut:
		var version string
		if err := json.Unmarshal(r.body, &version); err != nil {
			failJSON(w, http.StatusBadRequest, "ValidationException", err.Error())
			return true
		}
		document.DistTags[tag] = version
	case http.MethodDelete:
		delete(document.DistTags, tag)
	}
	writeJSON(w, http.StatusOK, document.DistTags)
	return true
}

// Package puts a version of an npm package into a repository, past
// authorization, with the tag latest.
func (c *Cloud) Package(repository, name, version string) error {
	content, err := json.Marshal(map[string]any{"name": name, "version": version,
		"dist": map[string]string{"tarball": "https://" + PackagesHost + "/npm/" + repository + "/" + name + "/-/package.tgz", "shasum": strings.Repeat("0", 40)}})
	if err != nil {
		return err
	}
	c.codeArtifact.mutex.Lock()
	defer c.codeArtifact.mutex.Unlock()
	c.codeArtifact.npm[repository+"/"+name] = &npmDocument{ID: name, Name: name,
		DistTags: map[string]string{"latest": version}, Versions: map[string]json.RawMessage{version: content}}
	return nil
}

// Tagged returns the version that a tag of an npm package names.
func (c *Cloud) Tagged(repository, name, tag string) string {
	c.codeArtifact.mutex.Lock()
	defer c.codeArtifact.mutex.Unlock()
	if document := c.codeArtifact.npm[repository+"/"+name]; document != nil {
		return document.DistTags[tag]
	}
	return ""
}
