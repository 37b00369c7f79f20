package doctor_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
)

// However a secret is written, it is not there; in fields that nobody exports
// neither.
func TestSecretIsNeverWritten(t *testing.T) {
	const text = "correct horse battery"
	secret := doctor.NewSecret(text)
	assert.Equal(t, text, secret.Reveal())
	type outer struct {
		Shown  doctor.Secret
		inside struct{ deep doctor.Secret }
	}
	o := outer{Shown: secret}
	o.inside.deep = secret
	encoded, err := json.Marshal(map[string]any{"s": secret, "o": o})
	require.NoError(t, err)
	panicked := func() (value any) {
		defer func() { value = recover() }()
		panic(o)
	}()
	for _, written := range []string{
		fmt.Sprint(secret), fmt.Sprintf("%s %v %+v %#v %q %x %d", secret, secret, secret, secret, secret, secret, secret),
		fmt.Sprintf("%v %+v %#v", o, o, o), fmt.Sprint([]doctor.Secret{secret}), fmt.Sprint(map[doctor.Secret]int{secret: 1}),
		string(encoded), fmt.Errorf("failed: %v", secret).Error(), errors.Join(fmt.Errorf("%v", o)).Error(), fmt.Sprint(panicked), fmt.Sprintf("%v", &o),
	} {
		assert.NotContains(t, written, "horse")
		assert.NotContains(t, written, fmt.Sprintf("%x", "horse"))
	}
	assert.True(t, doctor.NewSecret("").IsZero())
	assert.Empty(t, doctor.Secret{}.Reveal())
}

func TestRedactor(t *testing.T) {
	var r doctor.Redactor
	token := signed(t, map[string]any{"sub": "x"})
	r.Hide(doctor.NewSecret(token), doctor.NewSecret("sts.amazonaws.com"), doctor.NewSecret("short"), doctor.NewSecret("a-long-secret"), doctor.NewSecret("a-long-secret-that-goes-on"))
	for _, part := range secretParts(token)[:4] {
		assert.NotContains(t, r.Text("<"+part+">"), part)
	}
	assert.Equal(t, "[hidden] amazonaws short", r.Text("sts.amazonaws.com amazonaws short"), "only tokens are taken apart")
	assert.Equal(t, "[hidden] and [hidden]", r.Text("a-long-secret-that-goes-on and a-long-secret"))
	other := signed(t, map[string]any{"sub": "nobody told of this one"})
	assert.Equal(t, "x [hidden] y", (&doctor.Redactor{}).Text("x "+other+" y"))
}
