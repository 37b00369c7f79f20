// Command readymade writes the ready-made template for people without Go or
// the CDK: one publisher, with parameters for what differs.
//
//	aws cloudformation deploy --stack-name ci-publisher --capabilities CAPABILITY_NAMED_IAM \
//	  --template-file readymade/publisher.json \
//	  --parameter-overrides Repository=acme@1234/app@5678 Environment=release BucketName=acme-dist
//
//go:generate go run .
package main

import (
	"fmt"
	"os"
)

const file = "publisher.json"

func main() {
	var text string
	made, err := publisher()
	if err == nil {
		text, err = layout(made)
	}
	if err == nil {
		err = os.WriteFile(file, []byte(text), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
