package cloud

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"regexp"
	"strings"
)

// The names of packages, where the body of a request has them.

// hasAttachment reports whether an npm document has a tarball: npm publishes
// and deprecates with the same request, the one with and the other without.
//
// https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md
func hasAttachment(r *packageRequest) bool {
	var document struct {
		Attachments map[string]json.RawMessage `json:"_attachments"`
	}
	return json.Unmarshal(r.body, &document) == nil && len(document.Attachments) > 0
}

// pypiName reads the form of an upload.
//
// https://docs.pypi.org/api/upload/
func pypiName(r *packageRequest) error {
	form, err := parts(r)
	if err != nil {
		return err
	}
	// https://packaging.python.org/en/latest/specifications/name-normalization/
	r.name = strings.ToLower(pythonSeparators.ReplaceAllString(string(form["name"]), "-"))
	return nil
}

var pythonSeparators = regexp.MustCompile(`[-_.]+`)

// cargoName reads the metadata that a crate is sent with: a length of four
// bytes, then JSON.
//
// https://doc.rust-lang.org/cargo/reference/registry-web-api.html#publish
func cargoName(r *packageRequest) error {
	if len(r.body) < 4 {
		return errors.New("a crate without metadata")
	}
	size := int(binary.LittleEndian.Uint32(r.body))
	if size > len(r.body)-4 {
		return errors.New("a crate with less metadata than it says")
	}
	var metadata struct{ Name string }
	if err := json.Unmarshal(r.body[4:4+size], &metadata); err != nil {
		return err
	}
	r.name = metadata.Name
	return nil
}

// nugetName reads the .nuspec in a package.
//
// https://learn.microsoft.com/en-us/nuget/api/package-publish-resource
func nugetName(r *packageRequest) error {
	form, err := parts(r)
	if err != nil {
		return err
	}
	for _, content := range form {
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return err
		}
		for _, file := range archive.File {
			if !strings.HasSuffix(file.Name, ".nuspec") {
				continue
			}
			opened, err := file.Open()
			if err != nil {
				return err
			}
			defer opened.Close()
			var manifest struct {
				ID string `xml:"metadata>id"`
			}
			if err := xml.NewDecoder(opened).Decode(&manifest); err != nil {
				return err
			}
			r.name = strings.ToLower(manifest.ID)
			return nil
		}
	}
	return errors.New("a package without .nuspec")
}

// gemName reads the specification in a gem.
//
// https://guides.rubygems.org/rubygems-org-api/#post---apiv1gems
func gemName(r *packageRequest) error {
	for archive := tar.NewReader(bytes.NewReader(r.body)); ; {
		header, err := archive.Next()
		if err != nil {
			return fmt.Errorf("a gem without metadata.gz: %w", err)
		}
		if header.Name != "metadata.gz" {
			continue
		}
		unzipped, err := gzip.NewReader(archive)
		if err != nil {
			return err
		}
		metadata, err := io.ReadAll(unzipped)
		if err != nil {
			return err
		}
		name := gemNameLine.FindSubmatch(metadata)
		if name == nil {
			return errors.New("a gem without a name")
		}
		r.name = string(name[1])
		return nil
	}
}

var gemNameLine = regexp.MustCompile(`(?m)^name: "?([^\s"]+)"?$`)

// parts reads a form.
func parts(r *packageRequest) (map[string][]byte, error) {
	_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	form := map[string][]byte{}
	for reader := multipart.NewReader(bytes.NewReader(r.body), parameters["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return form, nil
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		form[part.FormName()] = content
	}
}
