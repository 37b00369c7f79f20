package trust

import (
	"errors"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// Narrowest returns the options that admit the job of a token and as little
// else as AWS can test: the environment where the job names one, else its
// branch, tag or run phase, and the ids of the repository where the token has
// them. Set AccountID, or ProviderARN, before use; partition is the account's,
// "aws" when empty, and follows into Partition.
//
// What the options admit is checked with the token itself, so that options
// which would refuse it are never returned. A subject that was customized, or
// of a service that is not known here, is trusted as it is.
//
// The error is a fault.List with the option "Token": a token without an
// issuer, of an issuer that no IAM provider can have, or with a subject
// that would trust strangers.
func Narrowest(t Token, partition string) (Options, error) {
	var faults fault.List
	issuer, ok := t.Issuer()
	if !ok {
		faults.Add("Token", "", "has no iss claim", "give the claims of the job's token, unchanged")
		return Options{}, faults.Err()
	}
	if strings.ContainsAny(t.Subject()+t.audience(), "*?") || strings.Contains(t.Subject()+t.audience(), "${") {
		// In a trust they would stand for other texts than themselves.
		faults.Add("Token", t.Subject(), "has a wildcard or variable of IAM in its subject or audience", "change what the issuer writes there")
		return Options{}, faults.Err()
	}
	issuer = issuer.completed(t)
	o := Options{Issuer: issuer, Partition: partition}
	if audience := t.audience(); audience != issuer.Audience(o.partition()) {
		o.Audience = audience
	}
	var refused error
	for _, s := range append(issuer.grammar.of(t), Subject{Raw: []string{t.Subject()}}) {
		s.Claims = issuer.identityOf(t)
		o.Subjects = []Subject{s}
		if err := o.admits(t); err != nil {
			refused = err
			continue
		}
		return o, nil
	}
	faults.Add("Token", t.Subject(), "can't be trusted as it is: "+briefly(refused), "change what the issuer writes into the subject, or write the trust by hand")
	return Options{}, faults.Err()
}

// briefly returns the first fault of an error.
func briefly(err error) string {
	var faults fault.List
	if errors.As(err, &faults) {
		return strings.TrimPrefix(faults[:1].Error(), "cipublisher: ")
	}
	return err.Error()
}

// admits reports why the options would not admit the token.
func (o Options) admits(t Token) error {
	if o.AccountID == "" {
		o.AccountID = "111122223333" // whichever it is, the answer is the same
	}
	if err := o.Validate(); err != nil {
		return err
	}
	result, err := Check(o.Document(), t)
	if err == nil && !result.Allowed {
		err = errors.New("the trust would refuse the token")
	}
	return err
}

// audience returns what AWS compares with the key aud.
func (t Token) audience() string {
	if azp := t.one("azp"); azp != "" {
		return azp
	}
	return t.one("aud")
}

// completed returns the issuer with what only a token says of it.
func (i Issuer) completed(t Token) Issuer {
	switch i.grammar.(type) {
	case bitbucket:
		workspace, _, _ := strings.Cut(strings.TrimPrefix(i.url, bitbucketURL), "/")
		_, uuid, _ := strings.Cut(t.audience(), "workspace/")
		if own := t.one("workspaceUuid"); own != "" {
			uuid = own
		}
		return Bitbucket(workspace, uuid)
	case anyOIDC:
		return OIDC(i.url, t.audience())
	}
	return i
}

// identityOf returns the claim of the token that belongs to its repository
// alone, where the issuer's subjects have no place for it.
func (i Issuer) identityOf(t Token) Claims {
	for _, own := range i.identities {
		if value := t.one(own.claim); value != "" && !own.owner && slices.Contains(i.claims, own.claim) {
			return Claims{own.claim: {value}}
		}
	}
	return nil
}

// only returns a list of one subject, or of none.
func only(s Subject, ok bool) []Subject {
	if !ok {
		return nil
	}
	return []Subject{s}
}

// Part is a piece of a token's subject, with what the issuer calls it.
type Part struct{ Name, Value string }

// Parts returns the subject in its parts. Of a subject that the issuer
// customized, or of an issuer that is not known here, there are none.
func (t Token) Parts() []Part {
	issuer, _ := t.Issuer()
	issuer = issuer.orDefault()
	if _, is := issuer.grammar.(gitHub); is {
		return gitHubSubjectParts(t.Subject())
	}
	var list []Part
	p, ok := issuer.grammar.form().read(t.Subject())
	if !ok {
		return nil
	}
	for _, key := range issuer.grammar.form().keys {
		if value, has := p.values[key.label]; has {
			list = append(list, Part{key.label, value})
		}
	}
	if p.tail != "" {
		list = append(list, Part{"rest", p.tail})
	}
	return list
}

func gitHubSubjectParts(subject string) []Part {
	p, ok := split(subject)
	if !ok || isCustomized(subject) {
		return nil
	}
	list := []Part{{"owner", p.owner}}
	if p.ownerID != "" {
		list = append(list, Part{"owner id", p.ownerID})
	}
	list = append(list, Part{"repository", p.name})
	if _, id, has := strings.Cut(strings.SplitN(subject, ":", 3)[1], "/"+p.name+"@"); has {
		list = append(list, Part{"repository id", id})
	}
	if p.value == "" {
		return append(list, Part{"context", p.kind})
	}
	return append(list, Part{p.kind, p.value})
}
