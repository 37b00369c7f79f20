package clients

import (
	"os"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
)

// client is a program that people publish with.
type client struct {
	// name as in clients.json, which says where it comes from.
	name string
	// use is what the client is used for, where it is used for several things.
	use string
	// version is the command that prints the version, or "module" and the path
	// of the Go module in the client's binary whose version it is.
	version string
	// policy is the policy that the documentation gives to the client, as it is
	// written there.
	policy string
	sets   []permission.Set
	// setup is a shell line that a job runs before its operation; what it calls
	// counts. Empty is none.
	setup string
	// env are further variables of the client's environment.
	env map[string]string
	// seed is what is there before each operation.
	seed       func(*cloud.Cloud) error
	operations []operation
	// decided says of each action that the client asks for beyond its policy why
	// the policy leaves it out.
	decided map[string]string
}

// operation is one thing that a CI job does with a client.
type operation struct {
	// line is the shell line of the job. It runs in a directory of its own, see
	// files.
	line string
	// want is what has to be there afterwards; "!" before what has to be gone.
	want []string
}

func (c client) String() string {
	if c.use == "" {
		return c.name
	}
	return c.name + ", " + c.use
}

// environment is where everything is.
var environment = permission.Environment{Partition: cloud.Partition, Region: cloud.Region, AccountID: cloud.AccountID}

// yes is set, where an option tells unset from false.
var yes = true

// bucket is the one bucket that there is.
const bucket = "acme-dist"

// publishers are all clients.
var publishers = concat(s3Clients, ecrClients, codeArtifactClients, terraformClients, cdkClients, ecsClients, lambdaClients, siteClients)

func concat(lists ...[]client) []client {
	var all []client
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func sourceOf(t testing.TB, name string) Source {
	t.Helper()
	all, err := Sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("clients.json has no %q", name)
	return Source{}
}

// module is the directory of this module.
func module(t testing.TB) string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return here
}
