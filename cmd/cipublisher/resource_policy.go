package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

var resourcePolicyCommand = command{
	name: "resource-policy", group: documents, document: true,
	summary: "prints a store's policy for roles of other accounts",
	about: `The policy goes to stdout as JSON. It allows the principals what "cipublisher policy" allows a role with the same flags on the one store, and nothing else. ` +
		`Where the store has a policy already, add the statements to it: setting a policy replaces the one before.` +
		"\n\n" +
		`CodeArtifact needs the policy of the domain, which lets the principals have tokens, and that of each repository, or --codeartifact-contents on the domain. ` +
		`Principals of the account that owns the store need nothing from it; for them alone the policy has no statements. ` +
		`A bucket behind an --s3-access-point is the exception: it has to allow what comes through to principals of its own account too.`,
	common: []string{"store", "principal", "read", "publish", "account-id", "region", "s3-bucket", "codeartifact-domain", "codeartifact-repository", "ecr-repository"},
	examples: []string{
		"cipublisher resource-policy --store s3 --publish \\\n    --account-id 111122223333 --s3-bucket my-company-dist \\\n    --principal arn:aws:iam::444455556666:role/ci/publisher",
		"cipublisher resource-policy --store codeartifact-domain --read \\\n    --account-id 111122223333 --region eu-west-1 \\\n    --codeartifact-domain my-company \\\n    --principal arn:aws:iam::444455556666:role/ci/builder",
		"cipublisher resource-policy --store codeartifact-repository --publish \\\n    --account-id 111122223333 --region eu-west-1 \\\n    --codeartifact-domain my-company --codeartifact-repository packages \\\n    --codeartifact-format npm \\\n    --principal arn:aws:iam::444455556666:role/ci/publisher",
	},
	setup: func(flags *flagSet) action {
		kind := flags.text("store", "KIND", "store: "+strings.Join(storeNames(), ", ")).of().must().among("a store that has a policy", storeNames()...)
		principals := flags.text("principal", "ARN", "who is admitted: the ARN of a role or a user, or arn:aws:iam::ID:root for everybody in an account").of("Principals").many()
		organization := flags.text("principal-organization", "ID", "AWS Organizations id that the principals must belong to, such as o-a1b2c3d4e5; without --principal, everybody in it").of("OrganizationId")
		read := flags.toggle("read", "let them read, as a builder does")
		publish := flags.toggle("publish", "let them publish, as a publisher does")
		environment := environmentFlags(flags)
		useOf := useFlags(flags)
		return func(c *call) {
			number := slices.Index(storeNames(), kind.text())
			if !read.truth() && !publish.truth() && !read.faulty && !publish.faulty {
				c.faults.Add("--read and --publish", "", "are both missing", "say what the principals do")
			}
			if number < 0 {
				c.faults.Append("", environment(c).Validate())
				return
			}
			chosen := storeKinds[number]
			refuseOtherStores(c, flags, chosen)
			refuseOtherUses(c, flags, read, publish)
			refuseOtherUses(c, flags, publish, read)
			grant := resource.Grant{
				Environment: environment(c),
				Principals:  resource.Principals{ARNs: principals.list(), OrganizationID: organization.text()},
			}
			use := useOf(c, chosen.store)
			grant.Store = chosen.read(c, use)
			if read.truth() {
				grant.Sets = append(grant.Sets, use.read)
			}
			if publish.truth() {
				grant.Sets = append(grant.Sets, use.publish)
			}
			if len(grant.Sets) == 0 {
				return
			}
			var faults fault.List
			faults.Append("", grant.Validate())
			if len(faults) > 0 || len(c.faults) > 0 {
				faults = faults.Rename(chosen.option)
				c.faults = append(c.faults, slices.DeleteFunc(faults, func(f fault.Fault) bool {
					return f.Option == "Ecr.RepositoryNames" && f.Value == "" && chosen.name == "ecr" // which the store reports as its own
				})...)
				return
			}
			for _, notice := range grant.Notices() {
				c.notices = append(c.notices, notice.Rename(chosen.option))
			}
			c.out.WriteString(grant.Document().Indent())
		}
	},
}

// use is what is done with one store, and what its policy has beside that.
type use struct {
	read                 permission.Builder
	publish              permission.Publisher
	acls, contents       bool
	owner, administrator string
}

// useFlags declares the flags of every kind of store and returns how to read
// what is done with one, which is there even where nothing names it: then what
// it lacks is a fault.
func useFlags(flags *flagSet) func(c *call, store string) use {
	publisher, builder := permission.PublisherOptions(), permission.BuilderOptions()
	readPublisher := flags.take("", publisher.Without("EcrPublic."), "publish")
	readBuilder := flags.take("", builder.Without("CodeArtifact.TokenExact"), "read")
	acls := flags.toggle("s3-acls", "the bucket's Object Ownership is not BucketOwnerEnforced: allow uploads only with the ACL bucket-owner-full-control")
	contents := flags.toggle("codeartifact-contents", "grant in the domain's policy what is granted on its repositories, so that they need none of their own")
	owner := flags.text("codeartifact-domain-owner", "ID", "account that owns the domain, as other commands name it; must be --account-id")
	administrator := flags.text("codeartifact-administrator", "ID", "account that made the repository, which needs nothing from it; without it, the domain's owner")
	return func(c *call, store string) use {
		readPublisher(c)
		readBuilder(c)
		refuseUnmet(c, []*permission.Options{publisher, builder})
		read, publish := builder.Make(&c.faults).(permission.Builder), publisher.Make(&c.faults).(permission.Publisher)
		u := use{acls: acls.truth(), contents: contents.truth(), owner: owner.text(), administrator: administrator.text()}
		u.publish = permission.Publisher{Preset: publish.Preset, AllowDelete: publish.AllowDelete, Dev: publish.Dev}
		switch store {
		case "s3":
			u.read.S3, u.publish.S3 = made(read.S3), made(publish.S3)
		case "ecr":
			u.read.ECR, u.publish.ECR = made(read.ECR), made(publish.ECR)
		case "codeartifact":
			u.read.CodeArtifact, u.publish.CodeArtifact = made(read.CodeArtifact), made(publish.CodeArtifact)
		}
		return u
	}
}

func made[T any](store *T) *T {
	if store == nil {
		return new(T)
	}
	return store
}

// refuseOtherUses reports flags of what the principals are not let do, which
// would be ignored: an access point that readers don't go through would leave
// them the bucket itself.
func refuseOtherUses(c *call, flags *flagSet, let, otherwise *flag) {
	for _, f := range flags.flags {
		reported := slices.ContainsFunc(c.faults, func(other fault.Fault) bool { return other.Option == "--"+f.name })
		if f.given() && !reported && slices.Equal(f.sets, []string{otherwise.name}) && !otherwise.truth() && let.truth() {
			c.refuse(f, "belongs to --"+otherwise.name+", which is not given", "add --"+otherwise.name+", or leave the flag out")
		}
	}
}

// storeKind is a kind of store as the command line knows it.
type storeKind struct {
	name string
	// store is what the names of its flags begin with.
	store string
	// names maps the options of package resource to flags.
	names map[string]string
	read  func(*call, use) resource.Store
}

var storeKinds = []storeKind{
	{
		"s3", "s3",
		map[string]string{"Store.BucketName": "--s3-bucket", "Store.ACLs": "--s3-acls", "Store.AccessPointArns[0]": "--s3-access-point"},
		func(_ *call, u use) resource.Store {
			bucket := u.publish.S3.BucketName
			return resource.Bucket{BucketName: bucket, ACLs: u.acls, AccessPointARNs: permission.AccessPoints(u.publish, bucket)}
		},
	},
	{
		"s3-access-point", "s3",
		map[string]string{"Store.Arn": "--s3-access-point"},
		func(_ *call, u use) resource.Store {
			return resource.AccessPoint{ARN: u.publish.S3.AccessPointARN}
		},
	},
	{
		"ecr", "ecr",
		map[string]string{"Store.RepositoryName": "--ecr-repository"},
		func(c *call, u use) resource.Store {
			return resource.ECRRepository{RepositoryName: u.repository(c, "ecr")}
		},
	},
	{
		"kms", "s3",
		map[string]string{"Store.Arn": "--s3-kms-key"},
		func(_ *call, u use) resource.Store { return resource.Key{ARN: u.publish.S3.KMSKeyARN} },
	},
	{
		"codeartifact-domain", "codeartifact",
		map[string]string{"Store.DomainName": "--codeartifact-domain", "Store.DomainOwner": "--codeartifact-domain-owner", "Store.Contents": "--codeartifact-contents"},
		func(c *call, u use) resource.Store {
			refuseTokenDuration(c)
			if !u.contents { // the policy names no repository
				u.read.CodeArtifact.EveryRepository = u.read.CodeArtifact.RepositoryNames == nil
				u.publish.CodeArtifact.EveryRepository = u.publish.CodeArtifact.RepositoryNames == nil
			}
			return resource.CodeArtifactDomain{DomainName: u.publish.CodeArtifact.DomainName, DomainOwner: u.owner, Contents: u.contents}
		},
	},
	{
		"codeartifact-repository", "codeartifact",
		map[string]string{
			"Store.DomainName": "--codeartifact-domain", "Store.DomainOwner": "--codeartifact-domain-owner",
			"Store.RepositoryName": "--codeartifact-repository", "Store.AdministratorAccountId": "--codeartifact-administrator",
		},
		func(c *call, u use) resource.Store {
			refuseTokenDuration(c)
			return resource.CodeArtifactRepository{
				DomainName: u.publish.CodeArtifact.DomainName, DomainOwner: u.owner,
				RepositoryName: u.repository(c, "codeartifact"), AdministratorAccountID: u.administrator,
			}
		},
	},
}

func refuseTokenDuration(c *call) {
	if f := c.flags.lookup("token-duration"); f.given() {
		c.faults.Add("--token-duration", f.text(), "limits the identity policy, and no store knows it", "leave it out here")
	}
}

// repository returns the one that the flags of a store name: each has a policy of
// its own.
func (u use) repository(c *call, store string) string {
	names := []string{store + "-repository", store + "-dev-repository"}
	if !u.publish.Dev {
		names = names[:1]
	}
	for _, name := range names {
		list := c.flags.lookup(name).list()
		if len(list) > 1 {
			c.faults.Add("--"+name, strings.Join(list, " "), "names several, and each has a policy of its own", "run the command once for each")
		}
		if len(list) > 0 {
			return list[0]
		}
	}
	return ""
}

// option returns the flag behind an option of package resource.
func (k storeKind) option(option string) string {
	if option == "Sets" {
		return "the flags"
	}
	return cmp.Or(k.names[option], option)
}

// refuseOtherStores reports flags of other stores, which would be ignored.
func refuseOtherStores(c *call, flags *flagSet, chosen storeKind) {
	for _, f := range flags.flags {
		other := slices.ContainsFunc(storeKinds, func(k storeKind) bool { return strings.HasPrefix(f.name, k.store+"-") })
		if f.given() && other && !strings.HasPrefix(f.name, chosen.store+"-") {
			c.refuse(f, "belongs to another store than "+chosen.name, "leave it out, or change --store")
		}
	}
}

func storeNames() []string {
	all := make([]string, len(storeKinds))
	for i, k := range storeKinds {
		all[i] = k.name
	}
	return all
}
