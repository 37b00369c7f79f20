package option

// Option is one option of a permission set, a trust or a role.
type Option struct {
	// Path is how faults of the core name the option: "S3.WriteOnce". The prop
	// of the constructs has the same path, unless Prop says otherwise.
	Path string
	// About is what the option is for, in one clause. It mentions other options
	// by their paths between braces, which each front end renames.
	About string
	// Value is what the help calls the value, such as NAME. Empty for a switch.
	Value string
	// Example is a valid value, for messages and the documentation; the values
	// of a list are separated by commas.
	Example string
	// Default is the value of an option that is not given, as a user would write
	// it. Empty for one that is then unset: Unset says what that means.
	Default, Unset string
	// Choices are the known values, where they are few, for front ends that offer
	// them. One that ends with a colon is to be continued.
	Choices []string
	// Needs is the path of an option without which this one means nothing: given
	// alone it is a fault.
	Needs string
	// Group is the name of options that replace each other together: a row of a
	// registry that gives one of them has none of its defaults'.
	Group string
	// Keyed options take KEY=VALUE; faults name one below it a key.
	Keyed bool

	// Prop, Flag, Key and Registry are the names that do not follow from Path:
	// the path of the prop, the flag without its dashes, the context key of a CDK
	// app, the key of a registry.
	Prop, Flag, Key, Registry string
	// NoProp, NoFlag, NoKey and NoRegistry are the reasons why a front end does
	// not take the option.
	NoProp, NoFlag, NoKey, NoRegistry string

	// Parameter is what the ready-made template takes for the option; nil for a
	// switch, which it takes as such. NoParameter is the reason why it takes none.
	Parameter   *Parameter
	NoParameter string

	// Field points to what the option sets: *string, *bool, **bool, *int,
	// *[]string or *Parsed.
	Field any

	given, refused bool
}

// Kind is what an option takes.
type Kind int

// The kinds of options.
const (
	// Switch is true or false.
	Switch Kind = iota
	// Text is one text.
	Text
	// Number is one whole number above zero.
	Number
	// List is one text or several.
	List
)

// Kind returns what the option takes, which follows from the type of its field.
func (o *Option) Kind() Kind {
	switch field := o.Field.(type) {
	case *bool, **bool:
		return Switch
	case *string:
		return Text
	case *int:
		return Number
	case *[]string:
		return List
	case *Parsed:
		if field.One {
			return Text
		}
		return List
	}
	panic("option: " + o.Path + " has a field of a type that no option has")
}

// Given reports whether the option has been set, whatever to.
func (o *Option) Given() bool { return o.given }

// Refused reports whether Refuse was called.
func (o *Option) Refused() bool { return o.refused }

// Refuse says that the option was given a value that the front end has refused
// and reported: what is missing because of that is no second fault.
func (o *Option) Refuse() { o.given, o.refused = true, true }
