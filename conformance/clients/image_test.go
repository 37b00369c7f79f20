package clients

import (
	"archive/tar"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// image returns an image of one layer, that holds one file with a text.
func image(text string) (v1.Image, error) {
	var content bytes.Buffer
	archive := tar.NewWriter(&content)
	if err := archive.WriteHeader(&tar.Header{Name: "app.txt", Mode: 0o644, Size: int64(len(text))}); err != nil {
		return nil, err
	}
	if _, err := archive.Write([]byte(text)); err != nil {
		return nil, err
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content.Bytes())), nil })
	if err != nil {
		return nil, err
	}
	made, err := mutate.AppendLayers(empty.Image, layer)
	if err != nil {
		return nil, err
	}
	return mutate.ConfigFile(made, &v1.ConfigFile{OS: "linux", Architecture: "amd64", RootFS: rootFS(made), Config: v1.Config{Cmd: []string{"/app.txt"}}})
}

func rootFS(made v1.Image) v1.RootFS {
	config, err := made.ConfigFile()
	if err != nil {
		return v1.RootFS{}
	}
	return config.RootFS
}

var built = sync.OnceValues(func() (v1.Image, error) { return image("version 1.2.3\n") })

// writeImage writes the image of a job: image/, an OCI layout, and image.tar,
// as "docker save" writes it.
func writeImage(t testing.TB, dir string) {
	t.Helper()
	made, err := built()
	if err != nil {
		t.Fatal(err)
	}
	path, err := layout.Write(filepath.Join(dir, "image"), empty.Index)
	if err != nil {
		t.Fatal(err)
	}
	if err := path.AppendImage(made, layout.WithAnnotations(map[string]string{"org.opencontainers.image.ref.name": "1.2.3"})); err != nil {
		t.Fatal(err)
	}
	tag, err := name.NewTag(cloud.RegistryHost + "/app:1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if err := tarball.WriteToFile(filepath.Join(dir, "image.tar"), tag, made); err != nil {
		t.Fatal(err)
	}
}

// seedImage makes a repository with an image.
func seedImage(c *cloud.Cloud, repository, tag, text string) error {
	made, err := image(text)
	if err != nil {
		return err
	}
	reference, err := name.ParseReference("store.local/"+repository+":"+tag, name.Insecure)
	if err != nil {
		return err
	}
	return remote.Write(reference, made, remote.WithTransport(inProcess{c.Repository(repository)}))
}

// inProcess sends requests to a handler.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	p.ServeHTTP(recorder, r)
	answer := recorder.Result()
	answer.Request = r
	return answer, nil
}
