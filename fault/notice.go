package fault

// Notice is something legal that a person should know: a risky choice, or a
// default that grants more than they may expect. Notices never stop anything.
type Notice struct {
	// ID is stable, in kebab case, without the "cipublisher:" that front ends
	// put before it; users acknowledge a warning by it.
	ID string
	// Text says what the choice allows, to whom, and what to do about it.
	// Options are mentioned as in a Fault: "{S3.Prefix}".
	Text string
	// Note is true for mere information. Everything else is a warning.
	Note bool
}

// Rename returns the notice with the options that its text mentions renamed.
func (n Notice) Rename(rename func(option string) string) Notice {
	n.Text = RenameMentions(n.Text, rename)
	return n
}

// String returns the text as a person reads it.
func (n Notice) String() string { return plain(n.Text) }

// Notices collects notices. Its zero value is ready to use.
type Notices []Notice

// Warn appends a warning.
func (n *Notices) Warn(id, text string) { n.Add(Notice{ID: id, Text: text}) }

// Note appends mere information.
func (n *Notices) Note(id, text string) { n.Add(Notice{ID: id, Text: text, Note: true}) }

// Add appends notices that were made elsewhere.
func (n *Notices) Add(notices ...Notice) { *n = append(*n, notices...) }
