// Package cdkrules lets the tests of an app leave out CDK's own rules for
// templates, which take nine tenths of a synthesis. It is for apps whose templates
// are golden files: the conformance suite has the CDK validate each of these.
package cdkrules

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// variable is CDK's own, for "cdk synth --no-validation".
const variable = "CDK_VALIDATION"

// Without runs tests without the rules, unless the environment says already
// whether they are run, and returns the exit status. That takes a process of its
// own: what starts the CDK copies the environment before TestMain.
func Without(run func() int) int {
	if _, said := os.LookupEnv(variable); said {
		return run()
	}
	again := exec.Command(os.Args[0], os.Args[1:]...)
	again.Env = append(os.Environ(), variable+"=false")
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := again.Run()
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &failed):
		fmt.Fprintln(os.Stderr, err)
	}
	return 1
}
