package cloud

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// The action that CodeArtifact checks for a request of a package manager, and
// what it is on.
func TestPackageOperations(t *testing.T) {
	const tarball = `{"_id": "@acme/app", "_attachments": {"app.tgz": {"data": ""}}, "versions": {"1.2.3": {}}}`
	crate := `{"name": "app", "vers": "1.2.3"}`
	form, contentType := formOf(t, map[string]string{"name": "Acme.App_x", "version": "1.2.3"})
	nupkg, nupkgType := formOf(t, map[string]string{"package": string(zipOf(t, "Acme.App.nuspec", "<package><metadata><id>Acme.App</id></metadata></package>"))})
	for _, c := range []struct {
		method, path, contentType, body, action, resource string
	}{
		{"PUT", "npm/npm/@acme%2fapp", "", tarball, publishAction, "package/acme/npm/npm/acme/app"},
		{"PUT", "npm/npm/app", "", tarball, publishAction, "package/acme/npm/npm//app"},
		{"PUT", "npm/npm/@acme%2fapp", "", `{"versions": {"1.2.3": {"deprecated": "x"}}}`, metadataAction, "package/acme/npm/npm/acme/app"},
		{"PUT", "npm/npm/app/-rev/1", "", `{}`, metadataAction, "package/acme/npm/npm//app"},
		{"PUT", "npm/npm/-/package/@acme%2fapp/dist-tags/latest", "", `"1.2.3"`, metadataAction, "package/acme/npm/npm/acme/app"},
		{"DELETE", "npm/npm/-/package/app/dist-tags/latest", "", "", metadataAction, "package/acme/npm/npm//app"},
		{"GET", "npm/npm/-/package/@acme%2fapp/dist-tags", "", "", readAction, "repository/acme/npm"},
		{"GET", "npm/npm/@acme%2fapp", "", "", readAction, "repository/acme/npm"},
		{"GET", "npm/npm/@acme/app/-/app-1.2.3.tgz", "", "", readAction, "repository/acme/npm"},
		{"GET", "npm/npm/-/whoami", "", "", "", ""},
		{"DELETE", "npm/npm/app/-rev/1", "", "", "", ""},

		{"PUT", "maven/maven/com/acme/app/1.2.3/app-1.2.3.jar", "", "x", publishAction, "package/acme/maven/maven/com.acme/app"},
		{"PUT", "maven/maven/com/acme/app/1.2.3/app-1.2.3.jar.sha1", "", "x", publishAction, "package/acme/maven/maven/com.acme/app"},
		{"PUT", "maven/maven/com/acme/app/maven-metadata.xml", "", "x", metadataAction, "package/acme/maven/maven/com.acme/app"},
		{"PUT", "maven/maven/com/acme/app/maven-metadata.xml.sha256", "", "x", metadataAction, "package/acme/maven/maven/com.acme/app"},
		{"PUT", "maven/maven/com/acme/app/1.2.3-SNAPSHOT/maven-metadata.xml", "", "x", metadataAction, "package/acme/maven/maven/com.acme/app"},
		{"GET", "maven/maven/com/acme/app/maven-metadata.xml", "", "", readAction, "repository/acme/maven"},

		{"POST", "pypi/pypi/", contentType, form, publishAction, "package/acme/pypi/pypi//acme-app-x"},
		{"GET", "pypi/pypi/simple/acme-app/", "", "", readAction, "repository/acme/pypi"},

		{"GET", "nuget/nuget/v3/index.json", "", "", readAction, "repository/acme/nuget"},
		{"PUT", "nuget/nuget/v2/package", nupkgType, nupkg, publishAction, "package/acme/nuget/nuget//acme.app"},

		{"PUT", "cargo/cargo/api/v1/crates/new", "", string(binary.LittleEndian.AppendUint32(nil, uint32(len(crate)))) + crate, publishAction, "package/acme/cargo/cargo//app"},
		{"GET", "cargo/cargo/config.json", "", "", readAction, "repository/acme/cargo"},
		{"GET", "cargo/cargo/3/a/app", "", "", readAction, "repository/acme/cargo"},
		{"GET", "cargo/cargo/ac/me/acme-app", "", "", readAction, "repository/acme/cargo"},
		{"DELETE", "cargo/cargo/api/v1/crates/app/1.2.3/yank", "", "", "", ""},

		{"POST", "ruby/ruby/api/v1/gems", "", string(gemOf(t, "name: acme-app\nversion: 1.2.3\n")), publishAction, "package/acme/ruby/ruby//acme-app"},
		{"DELETE", "ruby/ruby/api/v1/gems/yank", "", "", "", ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			request := httptest.NewRequest(c.method, "https://"+PackagesHost+"/"+c.path, strings.NewReader(c.body))
			request.Header.Set("Content-Type", c.contentType)
			r, err := addressPackage(request)
			if err != nil {
				t.Fatal(err)
			}
			operation, err := r.operation()
			if err != nil {
				t.Fatal(err)
			}
			if operation == nil {
				if c.action != "" {
					t.Error("no row fits")
				}
				return
			}
			got := r.check(operation)
			if want := "arn:aws:codeartifact:eu-west-1:111122223333:" + c.resource; got.Action != c.action || got.Resource != want {
				t.Errorf("got %s on %s, want %s on %s", got.Action, got.Resource, c.action, want)
			}
			if !strings.HasPrefix(got.Source, "https://docs.aws.amazon.com/codeartifact/") && !strings.HasPrefix(got.Source, "https://docs.aws.amazon.com/service-authorization/") {
				t.Errorf("the source is %q", got.Source)
			}
		})
	}
}

func formOf(t *testing.T, fields map[string]string) (string, string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), form.FormDataContentType()
}

func zipOf(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	file, err := archive.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gemOf(t *testing.T, metadata string) []byte {
	t.Helper()
	var zipped, b bytes.Buffer
	compressor := gzip.NewWriter(&zipped)
	if _, err := compressor.Write([]byte(metadata)); err != nil {
		t.Fatal(err)
	}
	if err := compressor.Close(); err != nil {
		t.Fatal(err)
	}
	archive := tar.NewWriter(&b)
	if err := archive.WriteHeader(&tar.Header{Name: "metadata.gz", Mode: 0o600, Size: int64(zipped.Len())}); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Write(zipped.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A token takes two permissions, of which the second has conditions.
func TestCodeArtifactToken(t *testing.T) {
	domain := policy.Statement{Effect: policy.Allow, Actions: []string{"codeartifact:GetAuthorizationToken"}, Resources: []string{"arn:aws:codeartifact:eu-west-1:111122223333:domain/acme"}}
	bearer := policy.Statement{Effect: policy.Allow, Actions: []string{"sts:GetServiceBearerToken"}, Resources: []string{"*"},
		Conditions: policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}, "NumericLessThanEquals": {"sts:DurationSeconds": {"3600"}}}}
	for _, c := range []struct {
		name, query string
		statements  []policy.Statement
		want        int
	}{
		{"both", "?domain=acme&duration=3600", []policy.Statement{domain, bearer}, http.StatusOK},
		{"the first alone", "?domain=acme&duration=3600", []policy.Statement{domain}, http.StatusForbidden},
		{"the second alone", "?domain=acme&duration=3600", []policy.Statement{bearer}, http.StatusForbidden},
		{"another domain", "?domain=other&duration=3600", []policy.Statement{domain, bearer}, http.StatusForbidden},
		{"longer than allowed", "?domain=acme&duration=3601", []policy.Statement{domain, bearer}, http.StatusForbidden},
		{"as long as a client that says nothing asks for", "?domain=acme", []policy.Statement{domain, bearer}, http.StatusForbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, client := started(t, c.statements...)
			code, answer := send(t, client, "POST", "https://codeartifact.eu-west-1.amazonaws.com/v1/authorization-token"+c.query, signed("codeartifact"), "")
			if code != c.want {
				t.Errorf("got %d %s", code, answer)
			}
		})
	}
}

func TestEndpointWantsTheToken(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"codeartifact:ReadFromRepository"}, Resources: []string{"*"}})
	if err := c.Package("npm", "app", "1.2.3"); err != nil {
		t.Fatal(err)
	}
	for authorization, want := range map[string]int{
		"":                                  http.StatusUnauthorized,
		"Bearer a guess":                    http.StatusUnauthorized,
		signed("codeartifact"):              http.StatusUnauthorized,
		"Bearer " + c.authority.Token:       http.StatusOK,
		"Basic " + basic(c.authority.Token): http.StatusOK,
	} {
		if code, answer := send(t, client, "GET", "https://"+PackagesHost+"/npm/npm/app", authorization, ""); code != want {
			t.Errorf("%q: got %d %s", authorization, code, answer)
		}
	}
}

func basic(token string) string {
	r := httptest.NewRequest("GET", "/", nil)
	r.SetBasicAuth("aws", token)
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Basic ")
}
