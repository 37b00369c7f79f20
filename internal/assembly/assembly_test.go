package assembly

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is packed is the three files as they are read here, the same bytes every
// time: jsii keeps what it has unpacked under their digest.
func TestPacked(t *testing.T) {
	packed := pack()
	require.Equal(t, packed, pack())
	require.Equal(t, packed, Packed())
	require.Equal(t, "cipublisher", packed.Name)
	require.NotEmpty(t, packed.Version)

	zipped, err := gzip.NewReader(bytes.NewReader(packed.Tarball))
	require.NoError(t, err)
	archive, files := tar.NewReader(zipped), map[string]string{}
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		text, err := io.ReadAll(archive)
		require.NoError(t, err)
		files[header.Name] = string(text)
	}
	require.Equal(t, map[string]string{"package/package.json": string(npm), "package/.jsii": string(manifest), "package/index.js": string(index)}, files)
}

type parameter struct {
	Name     string
	Optional bool
}

// class is one in the manifest.
type class struct {
	FQN, Name, Base string
	Initializer     struct{ Parameters []parameter }
	Methods         []struct {
		Name       string
		Static     bool
		Parameters []parameter
	}
	Properties []struct {
		Name                string
		Immutable, Optional bool
	}
}

// The manifest is written by hand: it has what index.js has, and nothing else.
func TestManifestIsOfIndex(t *testing.T) {
	var m struct {
		Name, Version, License string
		Types                  map[string]class
	}
	require.NoError(t, json.Unmarshal(manifest, &m))
	var p struct{ Name, Version, License, Main string }
	require.NoError(t, json.Unmarshal(npm, &p))
	require.Equal(t, []string{p.Name, p.Version, p.License}, []string{m.Name, m.Version, m.License})
	require.Equal(t, "index.js", p.Main)
	require.Len(t, m.Types, 1)
	c := m.Types[Class]
	require.Equal(t, Class, c.FQN)
	require.Equal(t, Class, m.Name+"."+c.Name)
	require.Equal(t, "constructs.Construct", c.Base)

	text := string(index)
	require.Contains(t, text, "class "+c.Name+" extends Construct {\n")
	require.Contains(t, text, "exports."+c.Name+" = "+c.Name+";\n")

	declared := map[string]string{"constructor": names(c.Initializer.Parameters)}
	for _, m := range c.Methods {
		name := m.Name
		if m.Static {
			name = "static " + name
		}
		declared[name] = names(m.Parameters)
	}
	written := map[string]string{}
	for _, found := range regexp.MustCompile(`(?m)^  (static )?(\w+)\(([\w, ]*)\) \{$`).FindAllStringSubmatch(text, -1) {
		written[found[1]+found[2]] = found[3]
	}
	require.Equal(t, written, declared)

	var properties []string
	for _, found := range regexp.MustCompile(`(?m)^ +this\.(\w+) = |^  get (\w+)\(`).FindAllStringSubmatch(text, -1) {
		properties = append(properties, found[1]+found[2])
	}
	slices.Sort(properties)
	var listed []string
	for _, p := range c.Properties {
		require.True(t, p.Immutable, p.Name)
		// What is there whatever the role is.
		require.Equal(t, p.Name != "policies" && p.Name != "grantPrincipal", p.Optional, p.Name)
		listed = append(listed, p.Name)
	}
	require.Equal(t, properties, listed)
}

func names(parameters []parameter) string {
	var all []string
	for _, p := range parameters {
		all = append(all, p.Name)
	}
	return strings.Join(all, ", ")
}

// The class only makes constructs: it has no way to files, to the network or to
// the environment.
func TestIndexNeedsNothingButTheCDK(t *testing.T) {
	var needed []string
	for _, found := range regexp.MustCompile(`require\(([^)]*)\)`).FindAllStringSubmatch(string(index), -1) {
		needed = append(needed, found[1])
	}
	require.Equal(t, []string{"'aws-cdk-lib'", "'aws-cdk-lib/aws-iam'", "'constructs'"}, needed)
	code := regexp.MustCompile(`(?m)^ *//.*$`).ReplaceAllString(string(index), "")
	require.NotRegexp(t, `\b(process|global|globalThis|module|import|eval|Function|fetch|setTimeout|setInterval|Math|Date)\b`, code)
	require.Equal(t, len(needed), strings.Count(code, "require"))
}
