package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// What the plan of a large roll-out assumes.
const (
	planAccounts = 5000
	// planAccount is how long one account takes.
	planAccount = 3 * time.Minute
)

// planPercentages are the settings of MaxConcurrentPercentage; 0 is none, with
// which AWS works on one account at a time.
var planPercentages = []int{0, 1, 2, 5, 10}

// rollOut says how long a stack set takes to reach every account of a large
// organisation, by how many accounts it works on at one time.
func rollOut() (string, error) {
	var b strings.Builder
	b.WriteString("| accounts at one time | `MaxConcurrentPercentage` | rounds | hours |\n|--:|--:|--:|--:|\n")
	for _, percentage := range planPercentages {
		at, rounds, hours := rollOutAt(planAccounts, percentage)
		name, accounts := strconv.Itoa(percentage), thousands(at)
		if percentage == 0 {
			name, accounts = "–", "1 (the default)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", accounts, name, thousands(rounds), strconv.FormatFloat(hours, 'g', 3, 64))
	}
	return b.String(), nil
}

// rollOutAt returns how many accounts are worked on at one time, how often, and
// how long that takes. AWS rounds a percentage down, to one account at least.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
func rollOutAt(accounts, percentage int) (at, rounds int, hours float64) {
	at = max(1, accounts*percentage/100)
	rounds = (accounts + at - 1) / at
	return at, rounds, (time.Duration(rounds) * planAccount).Hours()
}

// thousands writes a number as people do: 5,000.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
