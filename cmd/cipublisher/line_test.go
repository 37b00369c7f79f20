package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/role"
)

// commandWith is a command of cobra with flags.
func commandWith(flags *flagSet) *cobra.Command {
	root, command := &cobra.Command{Use: "cipublisher"}, &cobra.Command{Use: flags.command}
	root.AddCommand(command)
	flags.declare(command)
	return command
}

// parsed gives flags the values of a line.
func parsed(t *testing.T, flags *flagSet, args []string, faults *fault.List) {
	t.Helper()
	command := commandWith(flags)
	read := readLine(command, args)
	*faults = append(read.faults, read.refuseLeftover()...)
	flags.check(faults)
}

func TestReadLine(t *testing.T) {
	for _, test := range []struct {
		name, line     string
		args, leftover []string
		faults         []string
	}{
		{"nothing", "", nil, nil, nil},
		{"every spelling", "--name a --name=b -n c -n=d --name= --enabled --enabled=false --two e f", []string{
			"--name=a", "--name=b", "--name=c", "--name=d", "--name=", "--enabled=true", "--enabled=false", "--two=e", "--two=f"}, nil, nil},
		{"a value with one dash, and one with an equals sign", "--name -1 --name a=b=c", []string{"--name=-1", "--name=a=b=c"}, nil, nil},
		{"stdin", "--name - --two - -", []string{"--name=-", "--two=-", "--two=-"}, nil, nil},
		{"the end of the flags", "--name a -- --name b", []string{"--name=a"}, []string{"--name", "b"}, nil},
		{"arguments", "a - ''", nil, []string{"a", "-", ""}, nil},
		{"a flag for a value", "--name --enabled", []string{"--enabled=true"}, nil, []string{"--name lacks its value; write --name NAME"}},
		{"one value of two", "--two a --enabled", []string{"--enabled=true", "--two=a"}, nil, []string{`--two "a" lacks its second value; write --two A B`}},
		{"unknown flags and their values", "--verbose a --verbose=b --verbose --enabled -x c ---name d", []string{"--enabled=true"}, nil, []string{
			`--verbose "a" is not a flag of make; leave it out`, `--verbose "b" is not a flag of make; leave it out`, `--verbose is not a flag of make; leave it out`,
			`-x "c" is not a flag of make; leave it out`, `---name "d" is not a flag of make; did you mean --name?`}},
		{"letters together", "-nn", nil, nil, []string{`-nn is not a flag of make; leave it out`}},
	} {
		flags := &flagSet{command: "make"}
		flags.add(flag{name: "name", letter: "n", value: "NAME", repeatable: true})
		flags.add(flag{name: "enabled", preset: "false"})
		flags.add(flag{name: "two", value: "A B", pair: true})
		read := readLine(commandWith(flags), words(test.line))
		var args []string
		for _, f := range flags.flags {
			for _, value := range f.values {
				args = append(args, "--"+f.name+"="+value)
			}
		}
		assert.Equal(t, test.args, args, test.name)
		assert.Equal(t, test.leftover, read.leftover, test.name)
		var faults []string
		for _, f := range read.faults {
			faults = append(faults, f.Error())
		}
		assert.Equal(t, test.faults, faults, test.name)
	}
}

func TestMisspeltFlags(t *testing.T) {
	flags := &flagSet{command: "policy"}
	grantFlags(flags, role.Sets)
	command := commandWith(flags)
	for typed, want := range map[string]string{
		"region": "region", "regoin": "region", "Region": "region", "reg": "region", "acount-id": "account-id",
		"account_id": "account-id", "s3bucket": "s3-bucket", "s3-bucket-name": "s3-bucket", "codeartifact-domain-name": "codeartifact-domain",
		"allow-deletes": "allow-delete", "x": "", "": "", "verbose": "", "bucket": "",
	} {
		got := ""
		if near := nearest(command, typed); near != nil {
			got = near.Name
		}
		assert.Equal(t, want, got, typed)
	}
}
