package conformance

import (
	"slices"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// subject is one policy that the library makes.
type subject struct {
	// name says how the policy differs from the others: partition, mode,
	// stores, options.
	name string
	env  permission.Environment
	set  permission.Set
	// about decides what the policy is asked about.
	about subjectMatter
	// reaches are resources elsewhere, or beside the usual ones, that options
	// name: each stands for itself and for what is below it.
	reaches []string
}

func (s subject) document() policy.Document { return policy.New(s.set.Statements(s.env)...) }

// table is the name of the policy's table of what it allows.
func (s subject) table() string { return strings.ReplaceAll(s.name, "/", "-") }

// mayReach reports whether the names in the options speak of what is allowed.
func (s subject) mayReach(g grant) bool {
	if slices.ContainsFunc(s.reaches, func(r string) bool { return g.resource == r || strings.HasPrefix(g.resource, r+"/") }) {
		return true
	}
	if s.about != aboutDeploy {
		return !foreign(s.env, g.resource)
	}
	// The action has no resource that a cluster could be told by. Its condition
	// names one, and the instances asked about can't be in another.
	return g.action == "ecs:ListTasks" && g.when != nil || !elsewhere(s.env, g.resource) && !strings.Contains(g.resource, "evil")
}

// variant is one value of one option of a publisher.
type variant struct {
	name  string
	apply func(*permission.Publisher)
	// only tells where the option matters; nil is everywhere.
	only func(permission.Publisher) bool
}

// Stores in every combination.
var storeVariants = []variant{
	{name: "s3", apply: func(p *permission.Publisher) { p.S3 = s3() }},
	{name: "ecr", apply: func(p *permission.Publisher) {
		p.ECR = &permission.ECR{EveryRepository: true, DevRepositoryNames: []string{"*"}}
	}},
	{name: "codeartifact", apply: func(p *permission.Publisher) {
		p.CodeArtifact = &permission.CodeArtifact{DomainName: domainName, EveryRepository: true}
	}},
}

// Options, each set alone and with every combination of stores it matters to.
var optionVariants = []variant{
	{name: "no-delete", apply: func(p *permission.Publisher) { p.AllowDelete = new(bool) },
		only: func(p permission.Publisher) bool { return !p.Dev && (p.S3 != nil || p.ECR != nil) }},
	{name: "prefix-release", apply: func(p *permission.Publisher) { p.S3.Prefix = "release/" },
		only: func(p permission.Publisher) bool { return !p.Dev && p.S3 != nil }},
	{name: "prefix-release-without-slash", apply: func(p *permission.Publisher) { p.S3.Prefix = "release" },
		only: func(p permission.Publisher) bool { return !p.Dev && p.S3 != nil }},
	{name: "no-delete-prefix-release", apply: func(p *permission.Publisher) { p.AllowDelete = new(bool); p.S3.Prefix = "release/" },
		only: func(p permission.Publisher) bool { return !p.Dev && p.S3 != nil }},
	{name: "dev-prefix-dashed", apply: func(p *permission.Publisher) { p.S3.DevPrefix = "*/feature-" },
		only: func(p permission.Publisher) bool { return p.Dev && p.S3 != nil }},
	{name: "dev-prefix-leading", apply: func(p *permission.Publisher) { p.S3.DevPrefix = "dev/" },
		only: func(p permission.Publisher) bool { return p.Dev && p.S3 != nil }},
	{name: "dev-prefix-everything", apply: func(p *permission.Publisher) { p.S3.DevPrefix = "*" },
		only: func(p permission.Publisher) bool { return p.Dev && p.S3 != nil }},
}

func s3() *permission.S3 {
	return &permission.S3{BucketName: bucketName, DevPrefix: "*/feature/"}
}

// subjects are every policy that is checked.
var subjects = sync.OnceValue(func() []subject {
	return slices.Concat(publishers(), namedPublishers(), builders(), deploySets())
})

// publishers are the policies of mode × stores × options × partition. A new
// option is a line in optionVariants.
func publishers() []subject {
	var list []subject
	for _, env := range []permission.Environment{commercial, china, govCloud} {
		for _, dev := range []bool{false, true} {
			mode := map[bool]string{false: "normal", true: "dev"}[dev]
			for stores := 1; stores < 1<<len(storeVariants); stores++ {
				base := func() (permission.Publisher, []string) {
					p := permission.Publisher{AllowDelete: yes(), Dev: dev}
					name := []string{env.Partition, mode}
					for i, store := range storeVariants {
						if stores&(1<<i) != 0 {
							store.apply(&p)
							name = append(name, store.name)
						}
					}
					return p, name
				}
				p, name := base()
				if p.Validate(env) != nil {
					continue // a dev publisher for CodeArtifact alone is refused
				}
				list = append(list, subject{name: strings.Join(name, "-"), env: env, set: p, about: aboutStores})
				for _, option := range optionVariants {
					p, name := base()
					if option.only == nil || option.only(p) {
						option.apply(&p)
						list = append(list, subject{name: strings.Join(append(name, option.name), "-"), env: env, set: p, about: aboutStores})
					}
				}
			}
		}
	}
	return list
}

// distinctSubjects groups the subjects by document: policies that don't differ are
// checked once, under the name of the first.
var distinctSubjects = sync.OnceValue(func() [][]subject {
	var groups [][]subject
	index := map[string]int{}
	for _, s := range subjects() {
		text := s.document().Indent()
		i, found := index[text]
		if !found {
			i = len(groups)
			index[text] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
})

// subjectNamed returns the policy of a name.
func subjectNamed(name string) subject {
	list := subjects()
	i := slices.IndexFunc(list, func(s subject) bool { return s.name == name })
	if i < 0 {
		panic("no subject " + name)
	}
	return list[i]
}
