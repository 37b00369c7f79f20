// Package assembly is the part of the library that runs in the CDK's own
// process: a class in JavaScript, index.js, with the manifest by which jsii lets
// Go make objects of it. Both are packed as they are read here, without a build.
//
// https://aws.github.io/jsii/specification/6-jsii-compiler/#the-jsii-assembly-specification
package assembly

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"sync"
)

var (
	//go:embed index.js
	index []byte
	//go:embed package.json
	npm []byte
	//go:embed manifest.json
	manifest []byte
)

// Class is the name by which jsii knows the class in index.js.
const Class = "cipublisher.Role"

// Package is an npm package with a class for jsii.
type Package struct {
	Name, Version string
	// Tarball is what "npm pack" would make of it.
	Tarball []byte `json:"-"`
}

// Packed returns the package; the same bytes every time, since jsii keeps
// what it has unpacked under their digest.
var Packed = sync.OnceValue(pack)

func pack() Package {
	var p Package
	if err := json.Unmarshal(npm, &p); err != nil {
		panic(err) // the file is part of the program
	}
	var b bytes.Buffer
	// Stored and not compressed: it is read once, from the same machine.
	zipped, _ := gzip.NewWriterLevel(&b, gzip.NoCompression)
	archive := tar.NewWriter(zipped)
	for _, file := range []struct {
		name string
		text []byte
	}{{"package.json", npm}, {".jsii", manifest}, {"index.js", index}} {
		// A buffer takes all that is written.
		_ = archive.WriteHeader(&tar.Header{Name: "package/" + file.name, Mode: 0o644, Size: int64(len(file.text))})
		_, _ = archive.Write(file.text)
	}
	_ = archive.Close()
	_ = zipped.Close()
	p.Tarball = b.Bytes()
	return p
}
