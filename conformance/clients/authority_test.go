package clients

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
)

// trusted is the authority of this run and where its certificate is.
type trusted struct {
	authority *cloud.Authority
	dir       string
}

var anchor = sync.OnceValues(func() (trusted, error) {
	authority, err := cloud.NewAuthority()
	if err != nil {
		return trusted{}, err
	}
	dir, err := os.MkdirTemp("", "clients-authority-")
	if err != nil {
		return trusted{}, err
	}
	return trusted{authority, dir}, os.WriteFile(filepath.Join(dir, "ca.pem"), authority.PEM, 0o600)
})

func authority(t testing.TB) *cloud.Authority {
	t.Helper()
	made, err := anchor()
	if err != nil {
		t.Fatal(err)
	}
	return made.authority
}

func authorityFile(t testing.TB) string {
	t.Helper()
	made, err := anchor()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(made.dir, "ca.pem")
}

// trustStore is the same certificate for Java.
func trustStore(t testing.TB) string {
	t.Helper()
	file, err := javaTrust()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var javaTrust = sync.OnceValues(func() (string, error) {
	made, err := anchor()
	if err != nil {
		return "", err
	}
	file := filepath.Join(made.dir, "ca.jks")
	output, err := exec.Command("keytool", "-importcert", "-noprompt", "-alias", "cloud", "-storepass", "changeit",
		"-keystore", file, "-file", filepath.Join(made.dir, "ca.pem")).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("keytool: %w: %s", err, output)
	}
	return file, nil
})
