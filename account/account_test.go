package account_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/account"
)

func TestByARN(t *testing.T) {
	a := account.Account{Policies: []account.Policy{{ARN: "a"}, {ARN: "b"}}}
	assert.Equal(t, map[string]account.Policy{"a": {ARN: "a"}, "b": {ARN: "b"}}, a.ByARN())
}
