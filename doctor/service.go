package doctor

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// Environment is the environment of a job: its variables with their values.
type Environment map[string]string

// NewEnvironment returns the environment in the form of os.Environ.
func NewEnvironment(pairs []string) Environment {
	e := Environment{}
	for _, pair := range pairs {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			e[name] = value
		}
	}
	return e
}

// names returns the names of the variables, sorted.
func (e Environment) names() []string { return slices.Sorted(maps.Keys(e)) }

// taken is a token as a service gives it to a job.
type taken struct {
	token Secret
	// from says where it was, such as "the variable CIRCLE_OIDC_TOKEN_V2".
	from string
}

// service is a CI service: one row of the list.
type service struct {
	// name selects the service where only text can.
	name string
	// title is its name for a person.
	title string
	// is reports whether the environment is that of one of its jobs.
	is func(Environment) bool
	// variables that hold a token, the preferred first. Empty where the service
	// gives it out in another way, or where jobs choose the name.
	variables []string
	// asks is true where a job asks for its token, and no variable holds it.
	asks bool
	// remedy says how a job gets a token, as an instruction.
	remedy string
	// source is the page that says where the token is.
	source string
	// take gets the token; where there is none it adds the finding that says why.
	take func(context.Context, *service, *Job, *Findings) (taken, error)
	// look adds what else is to be found in a job of the service, whether it has a
	// token or not. Nil adds nothing.
	look func(*Job, *Findings)
}

// services lists the CI services; the order is that of help.
var services = []*service{&gitHubActions, &gitLabCI, &bitbucketPipelines, &circleCI, &buildkite, &hcpTerraform}

// ServiceNames returns what Job.Service may be.
func ServiceNames() []string {
	names := make([]string, len(services))
	for i, s := range services {
		names[i] = s.name
	}
	return names
}

// isTrue recognizes a service by a variable that it sets to true.
func isTrue(variable string) func(Environment) bool {
	return func(e Environment) bool { return strings.EqualFold(e[variable], "true") }
}

// has recognizes a service by a variable that it sets to some value.
func has(variable string) func(Environment) bool {
	return func(e Environment) bool { return e[variable] != "" }
}

// service returns the service of the job: the one that is named, or that the
// environment shows.
func (j *Job) service() (*service, error) {
	var faults fault.List
	if j.Service != "" {
		i := slices.IndexFunc(services, func(s *service) bool { return s.name == j.Service })
		if i < 0 {
			faults.Add("Service", j.Service, "is not a CI service that the doctor knows", "write one of "+strings.Join(ServiceNames(), ", "))
			return nil, faults.Err()
		}
		return services[i], nil
	}
	var found []*service
	for _, s := range services {
		if s.is(j.Environment) {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		faults.Add("Service", "", "can't be found from the environment: this is no job of "+titles(), "run it inside the job, name the service in {Service}, or give the token as {Token} or {Claims}")
	default:
		names := make([]string, len(found))
		for i, s := range found {
			names[i] = s.name
		}
		faults.Add("Service", "", "may be "+strings.Join(names, " or ")+": the environment has the marks of each", "name the one in {Service}")
	}
	return nil, faults.Err()
}

// titles lists the names of the services.
func titles() string {
	names := make([]string, len(services))
	for i, s := range services {
		names[i] = s.title
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
