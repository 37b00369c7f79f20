package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every prop is documented, and says its default unless it is required.
func TestPropsAreDocumented(t *testing.T) {
	atRoot(t)
	structs, err := exportedStructs(".")
	require.NoError(t, err)
	require.Greater(t, len(structs), 8)
	for _, s := range structs {
		assert.NotEmpty(t, s.doc, s.name)
		for _, field := range s.fields.List {
			for _, name := range field.Names {
				assert.NotEmpty(t, field.Doc.Text(), "%s.%s", s.name, name)
			}
		}
	}
}
