package terminal

import (
	"io"
	"os"
	"strings"
)

// Painter says whether words are coloured. What a colour says, a word or a
// sign beside it says too.
type Painter bool

// PainterFor paints on a terminal that can show colours, unless the user asked
// for none.
//
// https://no-color.org
func PainterFor(stdout io.Writer, environment func(string) string) Painter {
	file, ok := stdout.(*os.File)
	if !ok || environment("NO_COLOR") != "" || environment("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return Painter(err == nil && info.Mode()&os.ModeCharDevice != 0)
}

// Color is an escape sequence that sets how text looks.
//
// https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
type Color string

// The looks in use, and Reset, which ends each.
const (
	Bold  Color = "\x1b[1m"
	Red   Color = "\x1b[31m"
	Green Color = "\x1b[32m"
	Reset Color = "\x1b[0m"
)

// In returns a text in a colour, where colours are shown.
func (p Painter) In(c Color, text string) string {
	if !p || strings.TrimSpace(text) == "" {
		return text
	}
	return string(c) + text + string(Reset)
}
