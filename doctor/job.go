package doctor

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/trust"
)

// Job is a CI job, seen from inside.
type Job struct {
	// Environment is the job's.
	Environment Environment
	// Service is the CI service, a name of ServiceNames. Default: the one whose
	// marks the environment has.
	Service string
	// Variable is the variable that holds the token, where a job has several, as
	// in GitLab. Default: the only one, or the one with the audience.
	Variable string
	// Audience is the one to ask for, where a job asks for its token, or to look
	// for, where it has several. Default: the one that the issuer's usual client
	// for AWS asks for in the partition.
	Audience string
	// Partition of the account. Default: that of the region in AWS_REGION or
	// AWS_DEFAULT_REGION, else "aws".
	Partition string
	// Token is the token itself, where it was given and need not be taken.
	Token Secret
	// Claims are those of a token, where they were given in its place.
	Claims trust.Token
	// Now is the time. Default: the clock's.
	Now time.Time

	// ahead is by how much the clock is ahead of the service's.
	ahead time.Duration
	// waits are the times between the tries of a request. Default: retries.
	waits []time.Duration
}

// Visit is what a job shows.
type Visit struct {
	// Service is the name of the CI service; empty where the token was given.
	Service string
	// From says where the token was.
	From string
	// Secret is the token; none where the job has none, or its claims were given.
	Secret Secret
	// Token is what the token says; without claims where the job has none.
	Token trust.Token
	// Findings are what is wrong with the job, and worth knowing of it.
	Findings Findings
	// Redactor takes out of a text what must not be shown.
	Redactor *Redactor
}

// HasToken reports whether the job has a token, or its claims were given.
func (v Visit) HasToken() bool { return v.Token.Claims != nil }

// Take takes the job's token, and looks at the job. A job without a token is
// no error: a finding says why it has none.
//
// The error is a fault.List with the options "Service", "Variable" and "Token",
// or says that the request for a token failed; it has no secret in it.
func (j Job) Take(ctx context.Context) (Visit, error) {
	visit := Visit{Redactor: j.redactor()}
	if j.Now.IsZero() {
		j.Now = time.Now()
	}
	if j.Claims.Claims != nil {
		visit.From, visit.Token = "what was given", j.Claims
		j.lookAtAudience(&visit)
		return visit, nil // where and when this runs is no job
	}
	found, err := j.take(ctx, &visit)
	if err != nil {
		return visit, redacted(err, visit.Redactor)
	}
	visit.From, visit.Secret = found.from, found.token
	if !found.token.IsZero() {
		visit.Redactor.Hide(found.token)
		if visit.Token, err = trust.ParseJWT([]byte(found.token.Reveal())); err != nil {
			return visit, redacted(err, visit.Redactor)
		}
		j.lookAtToken(&visit)
	}
	j.lookAtEnvironment(&visit.Findings)
	return visit, nil
}

func (j *Job) take(ctx context.Context, visit *Visit) (taken, error) {
	if !j.Token.IsZero() {
		return taken{token: j.Token, from: "what was given"}, nil
	}
	service, err := j.service()
	if err != nil {
		return taken{}, err
	}
	visit.Service = service.name
	if service.look != nil {
		service.look(j, &visit.Findings)
	}
	if j.Variable != "" && service.asks {
		var faults fault.List
		faults.Add("Variable", j.Variable, "means nothing in a job of "+service.title+", which asks for its token", "leave it out")
		return taken{}, faults.Err()
	}
	return service.take(ctx, service, j, &visit.Findings)
}

// redactor hides what the environment is known to hold: tokens, and the keys of
// AWS.
func (j *Job) redactor() *Redactor {
	r := &Redactor{}
	r.Hide(j.Token)
	for _, name := range j.Environment.names() {
		if value := j.Environment[name]; isSecret(name) || webToken.MatchString(value) {
			r.Hide(NewSecret(value))
		}
	}
	return r
}

// isSecret reports whether a variable holds a secret by its name.
func isSecret(name string) bool {
	return slices.ContainsFunc([]string{"TOKEN", "SECRET", "PASSWORD", "ACCESS_KEY", "ACCESS_KEY_ID", "PRIVATE_KEY"}, func(end string) bool {
		return strings.HasSuffix(strings.ToUpper(name), end)
	})
}

// redacted returns the error without the secrets. What it is made of is gone,
// except that a fault.List stays one.
func redacted(err error, r *Redactor) error {
	var faults fault.List
	if errors.As(err, &faults) {
		clean := slices.Clone(faults)
		for i, f := range clean {
			clean[i] = fault.Fault{Option: f.Option, Value: r.Text(f.Value), Problem: r.Text(f.Problem), Remedy: r.Text(f.Remedy)}
		}
		return clean
	}
	return errors.New(r.Text(err.Error()))
}

// audience returns the audience that the job's token is to have for an issuer.
func (j *Job) audience(issuer trust.Issuer) string {
	if j.Audience != "" {
		return j.Audience
	}
	return issuer.Audience(j.partition())
}

// fromVariables takes the token from the first of the service's variables that
// is set.
func fromVariables(_ context.Context, s *service, j *Job, found *Findings) (taken, error) {
	names := s.variables
	if j.Variable != "" {
		names = []string{j.Variable}
	}
	for _, name := range names {
		if value := strings.TrimSpace(j.Environment[name]); value != "" {
			return taken{NewSecret(value), "the variable " + name}, nil
		}
	}
	if j.Variable != "" {
		var faults fault.List
		faults.Add("Variable", j.Variable, "is not set in the job", "name the variable that holds the token, or leave it out")
		return taken{}, faults.Err()
	}
	found.add("no-token", Problem, "The job has no token: "+strings.Join(names, " and ")+notSet(len(names)), s.remedy, s.source)
	return taken{}, nil
}

func notSet(n int) string {
	if n == 1 {
		return " is not set."
	}
	return " are not set."
}

// run runs a program of the service in the job's environment and returns what
// it prints, at most a token's size of it.
func (j *Job) run(ctx context.Context, name string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, runTime)
	defer cancel()
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, path, arguments...)
	command.WaitDelay = time.Second
	for _, variable := range j.Environment.names() {
		command.Env = append(command.Env, variable+"="+j.Environment[variable])
	}
	output, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		text, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		return "", errors.New(name + ": " + exit.String() + ": " + text)
	}
	if len(output) > maxAnswer {
		return "", errors.New(name + " printed more than a token")
	}
	return strings.TrimSpace(string(output)), err
}

// runTime is how long a program may take.
const runTime = 30 * time.Second
