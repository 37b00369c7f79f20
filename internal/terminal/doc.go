// Package terminal writes text for people at a terminal: how wide it may be,
// where lines break, and which words have a colour.
package terminal

// Width is the width of a text in characters: what the narrowest terminals in
// use show.
const Width = 80

// Height is how many lines they show.
const Height = 24
