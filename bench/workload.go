package main

import "fmt"

// publisher is one publisher of the workload: what every peer makes, each in
// its own way. All publish to one bucket, each below a prefix of its own, to
// the account's images and to one domain of packages, and each trusts the
// protected environment of one repository.
type publisher struct {
	id         string
	name       string
	prefix     string
	repository string
}

const (
	region      = "eu-west-1"
	bucket      = "acme-dist"
	domain      = "acme"
	environment = "release"
)

// perStack is how many publishers are in one stack, each with a policy and a
// role, below CloudFormation's limit of 500 resources.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const perStack = 200

// stackOf is the publishers of one stack. Each stack stands for an account,
// since an account has one provider for an issuer.
type stackOf struct {
	id, account string
	publishers  []publisher
}

// workload returns a number of publishers in as many stacks as they need. An
// app without publishers still has the stacks.
func workload(publishers int) []stackOf {
	var stacks []stackOf
	for i := range publishers {
		if i%perStack == 0 {
			n := len(stacks) + 1
			stacks = append(stacks, stackOf{id: fmt.Sprintf("Stack%d", n), account: fmt.Sprintf("%012d", n)})
		}
		name := fmt.Sprintf("app-%04d", i)
		last := &stacks[len(stacks)-1]
		last.publishers = append(last.publishers, publisher{
			id:         "Publisher" + name,
			name:       "publisher-" + name,
			prefix:     name + "/",
			repository: fmt.Sprintf("acme@1234/%s@%d", name, 100000+i),
		})
	}
	return stacks
}
