package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/spelling"
)

// nearest returns the flag whose name a misspelt one most resembles, or nil.
func (s *flagSet) nearest(name string) *flag {
	var best *flag
	bestDistance := 3
	for _, f := range s.flags {
		distance := spelling.Distance(name, f.name)
		if len(name) > 2 && (strings.HasPrefix(f.name, name) || strings.HasPrefix(name, f.name)) {
			distance = min(distance, 2)
		}
		if distance < bestDistance {
			best, bestDistance = f, distance
		}
	}
	return best
}
