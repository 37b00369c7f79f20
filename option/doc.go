// Package option says what an option is: what it is called in the command line,
// in the context of a CDK app and in a registry, what it is for, what it takes,
// what it needs and which field of the core it sets. Each is declared once,
// beside its field, by a method called Options or options in packages
// permission, trust and role. Flags, help, context keys, the registry's schema
// and the tables of the documentation are loops over these declarations.
package option
