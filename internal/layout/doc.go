// Package layout holds the tests of how the module is laid out.
package layout
