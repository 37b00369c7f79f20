package main

import "strings"

// nearest returns the flag whose name a misspelt one most resembles, or nil.
func (s *flagSet) nearest(name string) *flag {
	var best *flag
	bestDistance := 3
	for _, f := range s.flags {
		distance := editDistance(name, f.name)
		if len(name) > 2 && (strings.HasPrefix(f.name, name) || strings.HasPrefix(name, f.name)) {
			distance = min(distance, 2)
		}
		if distance < bestDistance {
			best, bestDistance = f, distance
		}
	}
	return best
}

// editDistance counts the insertions, deletions and replacements of a byte
// that turn a into b (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0]++
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}
