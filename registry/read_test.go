package registry_test

import (
	"testing"

	"github.com/cipublisher/cipublisher/registry"
)

func FuzzRead(f *testing.F) {
	f.Add([]byte(rows(1, 2, 3)))
	f.Add([]byte(head))
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := registry.Read(text)
		if err != nil {
			return
		}
		for stack := range r.StacksOfRoles() {
			if _, err := stack.Template(); err != nil {
				t.Fatalf("a sound registry made an unsound stack: %v", err)
			}
		}
	})
}
