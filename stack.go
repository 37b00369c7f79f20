package cipublisher

import (
	"sync"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/permission"
)

// home is what publishers need to know of the stack they stand in.
type home struct {
	scope       constructs.Construct
	stack       awscdk.Stack
	environment permission.Environment
	// providers that were created on the stack, by construct id.
	providers map[string]*createdProvider
	// noted are the notes that a publisher has shown.
	noted map[string]bool
}

// lastHome saves the questions to the kernel when many publishers are made in
// one scope. One entry is enough for that, and keeps no app alive for long.
var lastHome struct {
	sync.Mutex
	*home
}

// homeOf returns the home of a scope.
func homeOf(scope constructs.Construct) *home {
	lastHome.Lock()
	defer lastHome.Unlock()
	if scope == nil { // which is reported with the faults of the props
		return &home{environment: unknownEnvironment}
	}
	if lastHome.home != nil && lastHome.scope == scope {
		return lastHome.home
	}
	stack := awscdk.Stack_Of(scope)
	lastHome.home = &home{
		scope:       scope,
		stack:       stack,
		providers:   map[string]*createdProvider{},
		environment: environmentOf(stack),
		noted:       map[string]bool{},
	}
	return lastHome.home
}

// environmentOf returns where a stack is.
func environmentOf(stack awscdk.Stack) permission.Environment {
	return permission.Environment{
		Partition: *stack.Partition(),
		Region:    *stack.Region(),
		AccountID: *stack.Account(),
	}
}
