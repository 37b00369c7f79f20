package clients

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

//go:embed clients.json
var listed []byte

// Source says where a client comes from, or why it does not. The list is
// clients.json.
type Source struct {
	Name string
	// Command is on the path, or where it has a slash, a file of the module.
	Command string
	// Debian is a package of Debian, in whatever version that has.
	Debian string `json:",omitempty"`
	// NPM is a package of npm/package-lock.json.
	NPM string `json:",omitempty"`
	// Go is a Go package with its version, or one of this module; or several,
	// whose commands have the names of their directories.
	Go string `json:",omitempty"`
	// GoModule is the module of that package. Default: the package itself.
	GoModule string `json:",omitempty"`
	// GoReplace is a replacement that the client's go.mod makes.
	GoReplace string `json:",omitempty"`
	// Root clients run as root only.
	Root bool `json:",omitempty"`
	// Slow clients take minutes to build, and .ci/run leaves them out.
	Slow bool `json:",omitempty"`
	// Unavailable is why the client is not run.
	Unavailable string `json:",omitempty"`
}

// Distribution is where the clients run. Elsewhere Debian's packages are of
// other versions, which call other things.
const Distribution = "Debian 12"

// Supported returns why clients do not run on this machine, nil where they do.
//
// https://www.freedesktop.org/software/systemd/man/latest/os-release.html
func Supported() error {
	content, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return fmt.Errorf("not %s: %w", Distribution, err)
	}
	values := map[string]string{}
	for line := range strings.Lines(string(content)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		values[name] = strings.Trim(value, `"`)
	}
	if values["ID"] != "debian" || values["VERSION_ID"] != "12" {
		return fmt.Errorf("not %s: %s %s", Distribution, values["ID"], values["VERSION_ID"])
	}
	return nil
}

// Sources returns every client that is run, and those that cannot be.
func Sources() ([]Source, error) {
	var all []Source
	if err := json.Unmarshal(listed, &all); err != nil {
		return nil, fmt.Errorf("clients.json: %w", err)
	}
	return all, nil
}

// String says where a client comes from.
func (s Source) String() string {
	switch {
	case s.Debian != "":
		return "Debian: " + s.Debian
	case s.NPM != "":
		return "npm: " + s.NPM
	case s.Go != "":
		return "Go: " + s.Go
	}
	return s.Unavailable
}

// Path is where clients are looked for below a directory of the module: what
// install has brought, then Debian's. What else a machine has is of another
// version, and not run.
func Path(module string) []string {
	return []string{filepath.Join(module, ".bin"), filepath.Join(module, "npm", "node_modules", ".bin"), "/usr/bin", "/bin", "/usr/sbin"}
}

// Missing returns why a client does not run on this machine, nil where it does.
func (s Source) Missing(module string) error {
	if err := Supported(); err != nil {
		return err
	}
	if s.Root && os.Geteuid() != 0 {
		return errors.New("it needs root")
	}
	if !s.Installed(module) {
		return errors.New("it is not installed; go run ./install")
	}
	return nil
}

// Installed reports whether the client's command is on the path, and its
// packages of Debian are there.
func (s Source) Installed(module string) bool {
	return s.hasCommand(module) && !slices.ContainsFunc(strings.Fields(s.Debian), lacks)
}

// lacks reports whether Debian has not installed a package: dpkg lists the files
// of each that it has.
//
// https://manpages.debian.org/bookworm/dpkg/dpkg-query.1.en.html
func lacks(name string) bool {
	for _, list := range []string{name + ".list", name + ":" + runtime.GOARCH + ".list"} {
		if _, err := os.Stat(filepath.Join("/var/lib/dpkg/info", list)); err == nil {
			return false
		}
	}
	return true
}

func (s Source) hasCommand(module string) bool {
	if strings.Contains(s.Command, "/") {
		_, err := os.Stat(filepath.Join(module, s.Command))
		return err == nil
	}
	for _, dir := range Path(module) {
		if !strings.HasPrefix(dir, module) && s.Debian == "" {
			continue
		}
		if _, err := exec.LookPath(filepath.Join(dir, s.Command)); err == nil {
			return true
		}
	}
	return false
}
