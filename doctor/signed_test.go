package doctor_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// now is the time of the tests.
var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

var key = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// signed returns a token with the claims, signed as the CI services sign: RSA
// and SHA-256. It is valid for five minutes around the time of the tests.
func signed(t testing.TB, claims map[string]any) string {
	t.Helper()
	all := map[string]any{"iat": now.Add(-time.Minute).Unix(), "nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(4 * time.Minute).Unix(), "jti": "0b1c"}
	for name, value := range claims {
		all[name] = value
	}
	part := func(v any) string {
		content, err := json.Marshal(v)
		require.NoError(t, err)
		return base64.RawURLEncoding.EncodeToString(content)
	}
	text := part(map[string]string{"alg": "RS256", "typ": "JWT", "kid": "test"}) + "." + part(all)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key(), crypto.SHA256, sum[:])
	require.NoError(t, err)
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// secretParts are what must be in no output: the token, each of its parts, and
// the middle of its signature.
func secretParts(token string) []string {
	parts := append([]string{token}, strings.Split(token, ".")...)
	signature := parts[len(parts)-1]
	if len(signature) > 60 {
		parts = append(parts, signature[20:60])
	}
	return parts
}
