package cipublisher

import (
	"sync"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/permission"
)

// home is what publishers need to know of the stack they are in.
type home struct {
	stack       awscdk.Stack
	environment permission.Environment
	// app is the root of the stack, once somebody has asked for it.
	app constructs.IConstruct
	// providers that were created on the stack, by construct id.
	providers map[string]*createdProvider
	// told are the notices of the stack's publishers, by id.
	told map[string][]told
	// gathers is true once the stack gathers them at synthesis.
	gathers bool
}

// homes are those of the stacks so far. They live as long as the process, as the
// constructs that they are of do: the jsii runtime keeps every object that it has
// made. The last scope saves the question to the kernel when many publishers are
// made in one.
var homes = struct {
	sync.Mutex
	of        map[awscdk.Stack]*home
	paths     map[constructs.Construct]string // of scopes, once asked for
	lastScope constructs.Construct
	last      *home
}{of: map[awscdk.Stack]*home{}, paths: map[constructs.Construct]string{}}

// homeOf returns the home of a scope.
func homeOf(scope constructs.Construct) *home {
	if scope == nil { // which is reported with the faults of the props
		return &home{environment: unknownEnvironment}
	}
	homes.Lock()
	defer homes.Unlock()
	if homes.lastScope == scope {
		return homes.last
	}
	stack := awscdk.Stack_Of(scope)
	if homes.of[stack] == nil {
		homes.of[stack] = &home{
			stack: stack, environment: environmentOf(stack),
			providers: map[string]*createdProvider{}, told: map[string][]told{},
		}
	}
	homes.lastScope, homes.last = scope, homes.of[stack]
	return homes.last
}

// environmentOf returns where a stack is.
func environmentOf(stack awscdk.Stack) permission.Environment {
	return permission.Environment{
		Partition: *stack.Partition(),
		Region:    *stack.Region(),
		AccountID: *stack.Account(),
	}
}
