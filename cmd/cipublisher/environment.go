package main

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/template"
)

// environmentFlags declares where the stores are and returns how to read it.
func environmentFlags(flags *flagSet) func() permission.Environment {
	account, partition := accountFlags(flags)
	region := flags.add(flag{
		name: "region", value: "REGION", options: []string{"Region"},
		about: "region of the stores, such as eu-west-1",
	})
	return func() permission.Environment {
		return flags.environment(permission.Environment{AccountID: account.text(), Region: region.text(), Partition: partition.text()})
	}
}

// environment returns what is known of an environment: what the user named,
// and in a template the rest as the deployment will know it.
func (s *flagSet) environment(named permission.Environment) permission.Environment {
	if s.deployed {
		return template.Environment(named)
	}
	return named
}

// accountFlags declares the account and its partition, which identity and
// trust policies share.
func accountFlags(flags *flagSet) (account, partition *flag) {
	account = flags.add(flag{
		name: "account-id", value: "ID", options: []string{"AccountId"},
		about: "account that owns the stores and the role, twelve digits",
	})
	partition = flags.add(flag{
		name: "partition", value: "PARTITION", options: []string{"Partition"},
		about: "partition of the account, such as aws-cn; without it, the region's, or aws where no region is named",
	})
	return account, partition
}
