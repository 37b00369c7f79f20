// Command install brings the clients of clients.json onto Debian 12: from Debian, from npm by
// the lock file, and by "go install" into .bin. It says of each client whether
// it is there, and fails where one that should be is not.
//
//	go run ./install          # all of them
//	go run ./install -fast    # except those that take minutes to build
//	go run ./install -list    # says which are there, and installs none
package main

import (
	"debug/buildinfo"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	clients "github.com/cipublisher/cipublisher/conformance/clients"
)

func main() {
	fast := flag.Bool("fast", false, "leave out what takes minutes to build")
	list := flag.Bool("list", false, "install nothing, and fail for nothing")
	flag.Parse()
	if err := run(*fast, *list); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(fast, list bool) error {
	module, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := clients.Supported(); err != nil {
		if !list {
			return err
		}
		fmt.Printf("no client runs here: %v\n", err)
		return nil
	}
	sources, err := clients.Sources()
	if err != nil {
		return err
	}
	if !list {
		if err := install(module, sources, fast); err != nil {
			return err
		}
	}
	var missing []string
	for _, s := range sources {
		switch {
		case s.Unavailable != "":
			fmt.Printf("%-28s not to be had: %s\n", s.Name, s.Unavailable)
		case s.Missing(module) == nil:
			fmt.Printf("%-28s %s\n", s.Name, s)
		case s.Root && os.Geteuid() != 0:
			fmt.Printf("%-28s left out: it needs root (%s)\n", s.Name, s)
		case fast && s.Slow:
			fmt.Printf("%-28s left out: it takes minutes to build (%s)\n", s.Name, s)
		default:
			fmt.Printf("%-28s MISSING (%s)\n", s.Name, s)
			missing = append(missing, s.Name)
		}
	}
	if len(missing) > 0 && !list {
		return fmt.Errorf("not installed: %s", strings.Join(missing, ", "))
	}
	return nil
}

func install(module string, sources []clients.Source, fast bool) error {
	if err := debian(module, sources); err != nil {
		return err
	}
	if err := npm(module, sources); err != nil {
		return err
	}
	for _, s := range sources {
		if s.Go != "" && !(fast && s.Slow) {
			if err := goInstall(module, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// debian installs, with one command, the packages whose commands are not there.
func debian(module string, sources []clients.Source) error {
	var packages []string
	for _, s := range sources {
		if s.Debian != "" && !s.Installed(module) {
			packages = append(packages, strings.Fields(s.Debian)...)
		}
	}
	if len(packages) == 0 {
		return nil
	}
	if err := command(module, nil, "apt-get", "update", "-q"); err != nil {
		return err
	}
	return command(module, []string{"DEBIAN_FRONTEND=noninteractive"}, "apt-get", append([]string{"install", "-qy", "--no-install-recommends"}, packages...)...)
}

// npm installs what npm/package-lock.json says.
func npm(module string, sources []clients.Source) error {
	for _, s := range sources {
		if s.NPM != "" && !s.Installed(module) {
			return command(filepath.Join(module, "npm"), nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		}
	}
	return nil
}

// goInstall builds a client, unless what is there is of that version. It does
// so in a module made for it, since "go install" asks for more of a client's
// module than every proxy has.
func goInstall(module string, s clients.Source) error {
	packages := strings.Fields(s.Go)
	for _, one := range packages {
		name := s.Command
		if len(packages) > 1 {
			path, _, _ := strings.Cut(one, "@")
			name = filepath.Base(path)
		}
		if err := goBuild(module, s, one, filepath.Join(module, ".bin", name)); err != nil {
			return err
		}
	}
	return nil
}

func goBuild(module string, s clients.Source, one, binary string) error {
	if strings.HasPrefix(one, "./") {
		return command(module, nil, "go", "build", "-o", binary, one)
	}
	packagePath, version, _ := strings.Cut(one, "@")
	if builtFrom(binary, packagePath, version) {
		return nil
	}
	dir, err := os.MkdirTemp("", "client-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := s.GoModule
	if name == "" {
		name = packagePath
	}
	content := fmt.Sprintf("module example.com/client\n\ngo 1.25.0\n\ntool %s\n\nrequire %s %s\n", packagePath, name, version)
	if s.GoReplace != "" {
		content += "\nreplace " + s.GoReplace + "\n"
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(content), 0o600); err != nil {
		return err
	}
	return command(dir, []string{"GOFLAGS=-mod=mod", "GOTOOLCHAIN=auto"}, "go", "build", "-o", binary, packagePath)
}

// builtFrom reports whether a binary was built from a version of a package.
func builtFrom(binary, packagePath, version string) bool {
	built, err := buildinfo.ReadFile(binary)
	if err != nil || built.Path != packagePath {
		return false
	}
	return built.Main.Version == version
}

func command(dir string, env []string, name string, arguments ...string) error {
	c := exec.Command(name, arguments...)
	c.Dir = dir
	c.Env = append(os.Environ(), env...)
	output, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err, output)
	}
	return nil
}
