package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

// resourcePolicyCommand prints what a store must say.
var resourcePolicyCommand = command{
	name:    "resource-policy",
	summary: "prints what a store must say when those who use it are in another account",
	about: `The policy goes to stdout as JSON. It allows the principals what "cipublisher policy" allows a role with the same flags on the one store, and nothing else. ` +
		`Where the store has a policy already, add the statements to it: setting a policy replaces the one before.` +
		"\n\n" +
		`CodeArtifact needs the policy of the domain, which lets the principals have tokens, and that of each repository, or --codeartifact-contents on the domain. ` +
		`Principals of the account that owns the store need nothing from it; for them alone the policy has no statements.`,
	examples: []string{
		"cipublisher resource-policy --store codeartifact-domain --read \\\n    --account-id 111122223333 --region eu-west-1 \\\n    --codeartifact-domain my-company \\\n    --principal arn:aws:iam::444455556666:role/ci/builder",
		"cipublisher resource-policy --store codeartifact-repository --publish \\\n    --account-id 111122223333 --region eu-west-1 \\\n    --codeartifact-domain my-company --codeartifact-repository packages \\\n    --codeartifact-format npm \\\n    --principal arn:aws:iam::444455556666:role/ci/publisher",
		"cipublisher resource-policy --store s3 --publish \\\n    --account-id 111122223333 --s3-bucket my-company-dist \\\n    --principal arn:aws:iam::444455556666:role/ci/publisher",
	},
	setup: func(flags *flagSet) action {
		kind := flags.add(flag{
			name: "store", value: "KIND", required: true,
			about: "whose policy it is: " + strings.Join(storeNames(), ", "),
		})
		principals := flags.add(flag{
			name: "principal", value: "ARN", options: []string{"Principals"}, repeatable: true,
			about: "who is let in: the ARN of a role or a user, or arn:aws:iam::ID:root for everybody in an account",
		})
		organization := flags.add(flag{
			name: "principal-organization", value: "ID", options: []string{"OrganizationID"},
			about: "AWS Organizations id that the principals must belong to, such as o-a1b2c3d4e5; without --principal, everybody in it",
		})
		read := flags.add(flag{name: "read", preset: "false", about: "let them read, as a builder does"})
		publish := flags.add(flag{name: "publish", preset: "false", about: "let them publish, as a publisher does"})
		environment := environmentFlags(flags)
		options := storeFlags(flags)
		return func(c *call) {
			chosen, known := storeNamed(kind.text())
			if kind.text() != "" && !known {
				c.faults.Add("--store", kind.text(), "is not a store that has a policy", "use one of "+strings.Join(storeNames(), ", "))
			}
			if !read.truth() && !publish.truth() && !read.faulty && !publish.faulty {
				c.faults.Add("--read and --publish", "", "are both missing", "say what the principals do")
			}
			if !known {
				c.faults.Append("", environment().Validate())
				return
			}
			refuseOtherStores(c, flags, chosen)
			grant := resource.Grant{
				Environment: environment(),
				Principals:  resource.Principals{ARNs: principals.list(), OrganizationID: organization.text()},
			}
			var use use
			grant.Store, use = chosen.read(c, options)
			if read.truth() {
				grant.Sets = append(grant.Sets, use.read)
			}
			if publish.truth() {
				use.publish.AllowDelete, use.publish.Dev = options.allowDelete.truth(), options.dev.truth()
				grant.Sets = append(grant.Sets, use.publish)
			}
			if len(grant.Sets) == 0 {
				return
			}
			rename := func(option string) string { return chosen.option(option) }
			var faults fault.List
			faults.Append("", grant.Validate())
			if len(faults) > 0 || len(c.faults) > 0 {
				c.faults = append(c.faults, faults.Rename(rename)...)
				return
			}
			for _, notice := range grant.Notices() {
				c.notices = append(c.notices, notice.Rename(rename))
			}
			c.out.WriteString(grant.Document().Indent())
		}
	},
}

// storeOptions are the flags of every kind of store.
type storeOptions struct {
	s3           func(*call) *permission.S3
	ecr          func(*call) *permission.ECR
	codeArtifact func(*call) *permission.CodeArtifact
	reading      codeArtifactReading

	list, acls, contents, owner, administrator, allowDelete, dev *flag
}

func storeFlags(flags *flagSet) storeOptions {
	o := storeOptions{s3: s3Flags(flags), ecr: ecrFlags(flags), codeArtifact: codeArtifactFlags(flags)}
	o.allowDelete, o.dev = modeFlags(flags)
	o.reading = codeArtifactReadFlags(flags)
	o.list = s3ListFlag(flags)
	o.acls = flags.add(flag{
		name: "s3-acls", preset: "false",
		about: "the bucket's Object Ownership is not BucketOwnerEnforced: allow uploads only with the ACL bucket-owner-full-control",
	})
	o.contents = flags.add(flag{
		name: "codeartifact-contents", preset: "false",
		about: "grant in the domain's policy what is granted on its repositories, so that they need none of their own",
	})
	o.owner = flags.add(flag{
		name: "codeartifact-domain-owner", value: "ID",
		about: "account that owns the domain, as other commands name it; must be --account-id",
	})
	o.administrator = flags.add(flag{
		name: "codeartifact-administrator", value: "ID",
		about: "account that made the repository, which needs nothing from it; without it, the domain's owner",
	})
	return o
}

// use is what is done with a store.
type use struct {
	read    permission.Builder
	publish permission.Publisher
}

// storeKind is a kind of store as the command line knows it.
type storeKind struct {
	name string
	// flags is what the names of its flags begin with.
	flags string
	// names maps the options of package resource to flags.
	names map[string]string
	read  func(*call, storeOptions) (resource.Store, use)
}

var storeKinds = []storeKind{
	{
		"codeartifact-domain", "codeartifact-",
		map[string]string{"Store.DomainName": "--codeartifact-domain", "Store.DomainOwner": "--codeartifact-domain-owner", "Store.Contents": "--codeartifact-contents"},
		func(c *call, o storeOptions) (resource.Store, use) {
			domain, uses := packages(c, o)
			return resource.CodeArtifactDomain{DomainName: domain, DomainOwner: o.owner.text(), Contents: o.contents.truth()}, uses
		},
	},
	{
		"codeartifact-repository", "codeartifact-",
		map[string]string{
			"Store.DomainName": "--codeartifact-domain", "Store.DomainOwner": "--codeartifact-domain-owner",
			"Store.RepositoryName": "--codeartifact-repository", "Store.AdministratorAccountID": "--codeartifact-administrator",
		},
		func(c *call, o storeOptions) (resource.Store, use) {
			domain, uses := packages(c, o)
			repository := only(c, "codeartifact-repository")
			if o.dev.truth() && repository == "" {
				repository = only(c, "codeartifact-dev-repository")
			}
			return resource.CodeArtifactRepository{DomainName: domain, DomainOwner: o.owner.text(), RepositoryName: repository, AdministratorAccountID: o.administrator.text()}, uses
		},
	},
	{
		"ecr", "ecr-",
		map[string]string{"Store.RepositoryName": "--ecr-repository"},
		func(c *call, o storeOptions) (resource.Store, use) {
			images := o.ecr(c)
			repository := only(c, "ecr-repository")
			if images == nil {
				images = &permission.ECR{}
			}
			return resource.ECRRepository{RepositoryName: repository}, use{
				permission.Builder{ECR: &permission.ECRRead{RepositoryNames: images.RepositoryNames}}, permission.Publisher{ECR: images},
			}
		},
	},
	{
		"s3", "s3-",
		map[string]string{"Store.BucketName": "--s3-bucket", "Store.ACLs": "--s3-acls"},
		func(c *call, o storeOptions) (resource.Store, use) {
			uses := files(c, o)
			return resource.Bucket{BucketName: uses.publish.S3.BucketName, ACLs: o.acls.truth()}, uses
		},
	},
	{
		"kms", "s3-",
		map[string]string{"Store.ARN": "--s3-kms-key"},
		func(c *call, o storeOptions) (resource.Store, use) {
			uses := files(c, o)
			return resource.Key{ARN: uses.publish.S3.KMSKeyARN}, uses
		},
	},
}

// packages returns what is done with CodeArtifact.
func packages(c *call, o storeOptions) (domain string, uses use) {
	publish := o.codeArtifact(c)
	if publish == nil {
		publish = &permission.CodeArtifact{}
	}
	if f := c.flags.lookup("token-duration"); f.given() {
		c.faults.Add("--token-duration", f.text(), "limits the identity policy, and no store knows it", "leave it out here")
	}
	return publish.DomainName, use{
		permission.Builder{CodeArtifact: o.reading.read(publish.DomainName, publish.RepositoryNames)},
		permission.Publisher{CodeArtifact: publish},
	}
}

// files returns what is done with S3.
func files(c *call, o storeOptions) use {
	publish := o.s3(c)
	if publish == nil {
		publish = &permission.S3{}
	}
	return use{
		permission.Builder{S3: &permission.S3Read{BucketName: publish.BucketName, Prefix: publish.Prefix, KMSKeyARN: publish.KMSKeyARN, List: o.list.truth()}},
		permission.Publisher{S3: publish},
	}
}

// only returns the one value of a repeatable flag: each store has a policy of
// its own.
func only(c *call, name string) string {
	list := c.flags.lookup(name).list()
	if len(list) > 1 {
		c.faults.Add("--"+name, strings.Join(list, " "), "names several, and each has a policy of its own", "run the command once for each")
	}
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// option returns the flag behind an option of package resource.
func (k storeKind) option(option string) string {
	if name, ok := k.names[option]; ok {
		return name
	}
	if option == "Sets" {
		return "the flags"
	}
	return option
}

// refuseOtherStores reports flags of other stores, which would be ignored.
func refuseOtherStores(c *call, flags *flagSet, chosen storeKind) {
	for _, f := range flags.flags {
		other := slices.ContainsFunc(storeKinds, func(k storeKind) bool { return strings.HasPrefix(f.name, k.flags) })
		if f.given() && other && !strings.HasPrefix(f.name, chosen.flags) {
			c.faults.Add("--"+f.name, f.text(), "belongs to another store than "+chosen.name, "leave it out, or change --store")
		}
	}
}

func storeNamed(name string) (storeKind, bool) {
	i := slices.IndexFunc(storeKinds, func(k storeKind) bool { return k.name == name })
	if i < 0 {
		return storeKind{}, false
	}
	return storeKinds[i], true
}

func storeNames() []string {
	all := make([]string, len(storeKinds))
	for i, k := range storeKinds {
		all[i] = k.name
	}
	return all
}
