// Cipublisher prints the IAM documents of a publish role and answers
// questions about them. It needs no Node, and no AWS credentials unless a
// command says so.
//
// Documents and answers go to stdout. Bad input goes to stderr, all of it at
// once, and leaves stdout empty. The exit status is 0, or 1 for the answer
// "denied", or 2 for bad input. "cipublisher --help" lists the commands.
package main

import "os"

func main() {
	collectSeldom(os.Getenv)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
