package role

// Output is a value of a role that its stack shows once it is deployed.
type Output struct {
	// ID is the construct's id of the output below that of the role.
	ID, Description string
}

// The outputs of a role. Of several policies, each has one, numbered.
var (
	PolicyOutput   = Output{"PolicyArn", "Managed policy for the CI job"}
	RoleOutput     = Output{"RoleArn", "Role that the CI job assumes"}
	SubjectsOutput = Output{"Subjects", "Values of the sub claim that the role accepts"}
)
