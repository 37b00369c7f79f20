package main

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every colour of text has the contrast that WCAG 2.2 asks for, 4.5 to 1, with
// each background, in both schemes; borders and the focus have 3 to 1.
//
// https://www.w3.org/TR/WCAG22/#contrast-minimum
func TestContrast(t *testing.T) {
	style, err := assets.ReadFile("assets/style.css")
	require.NoError(t, err)
	light, dark, found := strings.Cut(string(style), "@media (prefers-color-scheme: dark)")
	require.True(t, found)
	for scheme, text := range map[string]string{"light": light, "dark": dark[:strings.Index(dark, "}")]} {
		color := map[string]float64{}
		for _, match := range regexp.MustCompile(`--([a-z]+): #([0-9a-f]{6});`).FindAllStringSubmatch(text, -1) {
			color[match[1]] = luminance(t, match[2])
		}
		require.Len(t, color, 10, scheme)
		for name, least := range map[string]float64{"text": 4.5, "quiet": 4.5, "link": 4.5, "good": 4.5, "bad": 4.5, "warn": 4.5, "focus": 3} {
			for _, back := range []string{"back", "raised"} {
				assert.GreaterOrEqual(t, contrast(color[name], color[back]), least, "%s: %s on %s", scheme, name, back)
			}
		}
	}
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// luminance is the relative luminance of a colour.
//
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		require.NoError(t, err)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
