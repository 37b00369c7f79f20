package option

// Parameter is the parameter of the ready-made template that stands for an
// option which is a text.
type Parameter struct {
	// Name and About are its name and its description, where those of the option
	// won't do.
	Name, About string
	// Group is Who, Where or How.
	Group string
	// Default is its value unless another one is given. Without one it may be
	// empty, which is an option that is not given.
	Default string
	// Pattern is a regular expression of the values, and Constraint how to say
	// so. CloudFormation matches the whole value with it, and reads it as Java
	// does. It admits what the core admits, less what only that can tell: a
	// wildcard or a policy variable is never among that.
	//
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
	Pattern, Constraint string
}

// The groups of parameters, as the console shows them.
const (
	Who   = "Who publishes"
	Where = "Where to"
	How   = "How"
)
