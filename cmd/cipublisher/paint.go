package main

import (
	"io"
	"os"
	"strings"
)

// painter says whether words are coloured. What a colour says, a word or a
// sign beside it says too.
type painter bool

// painterFor paints on a terminal that can show colours, unless the user asked
// for none.
//
// https://no-color.org
func painterFor(stdout io.Writer, environment func(string) string) painter {
	file, ok := stdout.(*os.File)
	if !ok || environment("NO_COLOR") != "" || environment("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return painter(err == nil && info.Mode()&os.ModeCharDevice != 0)
}

// color is an escape sequence that sets how text looks.
//
// https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
type color string

const (
	bold  color = "\x1b[1m"
	red   color = "\x1b[31m"
	green color = "\x1b[32m"
	reset color = "\x1b[0m"
)

func (p painter) in(c color, text string) string {
	if !p || strings.TrimSpace(text) == "" {
		return text
	}
	return string(c) + text + string(reset)
}
