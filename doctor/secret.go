package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

// hidden stands for a secret wherever one would be written.
const hidden = "[hidden]"

// Secret is a text that is never written: formatting it, or making it JSON,
// writes "[hidden]". The zero value is no secret at all.
type Secret struct {
	// text is behind a pointer: package fmt looks into the fields of others
	// without asking them, and sees an address here.
	text *string
}

// NewSecret returns the text as a secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Reveal returns the text itself, for a request that needs it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.text == nil }

// Format writes "[hidden]" whatever the verb is.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// MarshalText makes "[hidden]" of the secret, in JSON too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Redactor takes secrets out of texts that others made, such as the answer of
// a server or the error of a library.
type Redactor struct{ texts []string }

// Hide makes the redactor take out a secret, and of a JSON Web Token each of
// its parts: who has the signature and the claims has the token. Texts of fewer
// than eight characters are no secrets.
func (r *Redactor) Hide(secrets ...Secret) {
	for _, s := range secrets {
		parts := []string{s.Reveal()}
		if webToken.MatchString(s.Reveal()) {
			parts = append(parts, strings.Split(s.Reveal(), ".")...)
		}
		for _, part := range parts {
			if len(part) >= 8 && !slices.Contains(r.texts, part) {
				r.texts = append(r.texts, part)
			}
		}
	}
	// The longest first, so that no rest of one stays behind.
	slices.SortFunc(r.texts, func(a, b string) int { return len(b) - len(a) })
}

// webToken is the look of a JSON Web Token that nobody told the redactor of.
var webToken = lazyregexp.New(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?`)

// Text returns a text without the secrets, and without anything else that
// looks like a JSON Web Token.
func (r *Redactor) Text(text string) string {
	for _, secret := range r.texts {
		text = strings.ReplaceAll(text, secret, hidden)
	}
	return webToken.ReplaceAllString(text, hidden)
}
