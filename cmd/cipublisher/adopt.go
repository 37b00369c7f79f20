package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	accounts "github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/adopt"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/registry"
)

var adoptFormats = []string{"text", "registry", "props", "json"}

var adoptCommand = command{
	name: "adopt", group: documents, arguments: "account",
	summary: "finds the narrowest options for a role made by hand",
	about: `It reads what "aws iam get-account-authorization-details" prints, and finds for each role that trusts a repository on GitHub the options of a ` +
		`publisher that cover what the role may do and add least: as flags with what falls away and what would be new, as a registry, as props in Go, or as JSON. ` +
		`Whether the options cover the role is the answer of a comparison by meaning, of the role and of the documents that the options make.` +
		"\n\n" +
		`With --cloudtrail the options cover what a role was seen to do, and not what it may do. Events of objects, images and packages are recorded only where the ` +
		`trail has data events on. A file is one of a trail's bucket, also packed, or what "aws cloudtrail lookup-events" prints; of a folder every file that ends in ` +
		`.json or .json.gz is read.` +
		"\n\n" +
		`A registry knows repositories by their ids. Where neither the trust policy has them nor --ids, the row stands as a comment that says how to find them. ` +
		`The exit status is 1 where the options do not cover all that a role may do, or where a role is not a row.`,
	examples: []string{
		"cipublisher adopt account.json --role ecr-push",
		"cipublisher adopt account.json --role ecr-push --format registry \\\n    --ids octo-org/octo-repo=9919/1296269",
		"cipublisher adopt account.json --role ecr-push --cloudtrail cloudtrail.json",
	},
	setup: func(flags *flagSet) action {
		files := accountFlag(flags).must()
		roles := flags.text("role", "NAME", "name of a role to find options for").many().otherwise("every role that trusts a repository on GitHub")
		trails := flags.text("cloudtrail", "FILE", "events of CloudTrail, or a folder of such files; the options then cover what the roles were seen to do").many().huge()
		ids := flags.text("ids", "OWNER/NAME=OWNER_ID/ID", "ids of a repository, as gh api repos/OWNER/NAME --jq '.owner.id, .id' prints them").of("IDs").many()
		region := flags.text("region", "REGION", "region of the stores").otherwise("the one that the policies name")
		format := formatFlag(flags, adoptFormats...)
		return func(c *call) {
			options := adopt.Options{Roles: roles.list(), Region: region.text(), IDs: c.ids(ids)}
			details := c.accountFiles(files)
			if events := c.readFolders(trails); trails.given() && len(c.faults) == 0 {
				used, err := adopt.Used(events...)
				c.blameAll(trails, err)
				options.Used = used
			}
			a := c.account(files, details)
			if len(c.faults) > 0 {
				return
			}
			for _, name := range roles.list() {
				if !slices.ContainsFunc(a.Roles, func(r accounts.Principal) bool { return r.Name == name }) {
					c.faults.Add("--role", name, "is not the name of a role of the account", "write the name without its path")
				}
			}
			if len(c.faults) > 0 {
				return
			}
			proposals := adopt.Roles(a, options)
			c.deny(slices.ContainsFunc(proposals, func(p adopt.Proposal) bool { return !p.Covers() }))
			switch format.text() {
			case "registry":
				text := adopt.Registry(proposals, a.ID)
				if _, err := registry.Read([]byte(text)); err != nil {
					// Rows that may write to the same place, say: a person must decide.
					for line := range strings.SplitSeq(err.Error(), "\n") {
						c.out.WriteString("# " + line + "\n")
					}
				}
				c.deny(strings.HasPrefix(text, "#"))
				c.out.WriteString(text)
			case "props":
				c.out.WriteString(adopt.Props(proposals))
			case "json":
				c.out.WriteString(adopt.JSON(proposals))
			default:
				c.out.WriteString(adopt.Text(proposals, report.Style{Paint: c.paint}))
			}
		}
	},
}

func (c *call) ids(f *flag) map[string]adopt.IDs {
	all := map[string]adopt.IDs{}
	for repository, values := range c.pairs(f) {
		owner, id, ok := strings.Cut(values[len(values)-1], "/")
		if !ok || !isDigits(owner) || !isDigits(id) {
			c.faults.Add("--ids", repository+"="+values[len(values)-1], "has no two ids", "write it as acme/app=1234/5678")
			continue
		}
		all[repository] = adopt.IDs{Owner: owner, Repository: id}
	}
	return all
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// readFolders reads the files that a flag names; of a folder, those of a trail.
func (c *call) readFolders(f *flag) [][]byte {
	var all [][]byte
	for _, name := range f.list() {
		names := []string{name}
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			names = nil
			_ = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
				if err == nil && !entry.IsDir() && (strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".json.gz")) {
					names = append(names, path)
				}
				return err
			})
			if len(names) == 0 {
				c.faults.Add("--"+f.name, name, "has no file that ends in .json or .json.gz", "name the folder of the trail")
			}
		}
		for _, one := range names {
			if content, ok := c.read(f, one); ok {
				all = append(all, content)
			}
		}
	}
	return all
}
