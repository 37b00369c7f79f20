package adopt

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/iamaction"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Options that grant more, each left out where nothing that is to be covered
// needs it; and options that limit, each set where nothing is refused by it.
var (
	grantsMore = []string{
		"S3.AllowDelete", "S3.DevDelete", "S3.Multipart", "S3.KmsKeyArn", "Ecr.AllowDelete", "Ecr.Pull", "Ecr.Describe", "EcrPublic.AllowDelete",
	}
	limitsMore = []string{
		"S3.WriteOnce", "S3.RequireReleaseTag", "S3.ListPrefix", "S3.ResourceAccount", "S3.SecureTransport", "PinRegion",
	}
)

// candidate is settings with what they leave out of what is to be covered.
type candidate struct {
	settings  Settings
	documents []policy.Document
	lost      []policy.Statement
	gained    []policy.Statement
}

// search finds the narrowest settings that cover documents.
type search struct {
	home   permission.Environment
	wanted []policy.Document
	name   string
}

// try returns what settings leave out and add; not ok for settings that the
// core refuses.
func (s search) try(settings Settings) (c candidate, ok bool) {
	role, faults := settings.role(s.name, "/ci/")
	if len(faults) > 0 {
		return c, false
	}
	made, err := role.Documents(s.home)
	if err != nil {
		return c, false
	}
	c.settings = settings
	for _, p := range made.Policies {
		c.documents = append(c.documents, p.Document)
	}
	difference := policy.Compare(s.wanted, c.documents)
	c.lost, c.gained = difference.Lost, difference.Gained
	return c, true
}

// expanded returns documents in which a pattern of actions is the actions that
// it stands for, as far as they are known here: each by itself may be covered.
func expanded(documents []policy.Document) []policy.Document {
	var all []policy.Document
	for _, d := range documents {
		d.Statements = slices.Clone(d.Statements)
		for i, s := range d.Statements {
			if s.Effect != policy.Allow || !slices.ContainsFunc(s.Actions, isPattern) && s.NotActions == nil {
				continue
			}
			var actions []string
			for _, action := range iamaction.All() {
				if allows(s, action) {
					actions = append(actions, action)
				}
			}
			for _, action := range s.Actions {
				if !isPattern(action) {
					add(&actions, action)
				}
			}
			if len(actions) > 0 {
				d.Statements[i].Actions, d.Statements[i].NotActions = actions, nil
			}
		}
		all = append(all, d)
	}
	return all
}

// narrowest returns the settings that leave out least, and of those the ones
// that add least; not ok where no settings name what the documents publish to.
func (s search) narrowest() (best candidate, ok bool) {
	found := placesOf(s.wanted)
	s.wanted = expanded(s.wanted)
	for _, dev := range []bool{false, true} {
		c, is := s.try(found.settings(dev))
		if !is {
			continue
		}
		for _, path := range grantsMore {
			c = s.unless(c, path, nil)
		}
		for _, path := range limitsMore {
			if strings.HasPrefix(path, "S3.") && c.settings["S3.BucketName"] == nil {
				continue
			}
			c = s.unless(c, path, true)
		}
		if len(found.formats) > 0 && c.settings["CodeArtifact.DomainName"] != nil {
			c = s.unless(c, "CodeArtifact.Formats", found.formats)
		}
		for _, path := range []string{"CodeArtifact.AccountId", "CodeArtifact.Region"} {
			c = s.unless(c, path, nil)
		}
		if !ok || weight(c.lost) < weight(best.lost) || weight(c.lost) == weight(best.lost) && weight(c.gained) < weight(best.gained) {
			best, ok = c, true
		}
	}
	return best, ok
}

// unless returns the candidate with one option changed, unless that leaves out
// more.
func (s search) unless(c candidate, path string, value any) candidate {
	if c.settings[path] == nil && value == nil {
		return c
	}
	if other, ok := s.try(c.settings.with(path, value)); ok && text(other.lost) == text(c.lost) && weight(other.gained) <= weight(c.gained) {
		return other
	}
	return c
}

// text is the same for the same statements, in any order.
func text(statements []policy.Statement) string {
	var all []string
	for _, s := range statements {
		s.Sid = ""
		plain, _ := json.Marshal(s.Map()) // which is always JSON
		all = append(all, string(plain))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// weight is how much statements say: each action on each resource once, and a
// condition makes it less.
func weight(statements []policy.Statement) int {
	n := 0
	for _, s := range statements {
		if s.Effect == policy.Deny {
			n++
			continue
		}
		one := 3
		if len(s.Conditions) > 0 {
			one = 2
		}
		n += one * max(1, len(s.Actions)+len(s.NotActions)) * max(1, len(s.Resources)+len(s.NotResources))
	}
	return n
}
