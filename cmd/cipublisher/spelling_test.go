package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/option"
)

func TestMisspeltFlags(t *testing.T) {
	flags := &flagSet{command: "policy"}
	grantFlags(flags, option.Sets)
	for typed, want := range map[string]string{
		"region": "region", "regoin": "region", "Region": "region", "reg": "region", "acount-id": "account-id",
		"account_id": "account-id", "s3bucket": "s3-bucket", "s3-bucket-name": "s3-bucket", "codeartifact-domain-name": "codeartifact-domain",
		"allow-deletes": "allow-delete", "x": "", "": "", "verbose": "", "bucket": "",
	} {
		got := ""
		if near := flags.nearest(typed); near != nil {
			got = near.name
		}
		assert.Equal(t, want, got, typed)
	}
}
