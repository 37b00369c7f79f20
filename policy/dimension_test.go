package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChosenPrincipals(t *testing.T) {
	p := &Principal{AWS: []string{"a", "b"}, Federated: []string{"f"}, Service: []string{"s", "t"}, CanonicalUser: []string{"c"}}
	assert.Len(t, principalNames(p), 6)
	assert.Equal(t, &Principal{AWS: []string{"b"}, Service: []string{"s"}, CanonicalUser: []string{"c"}}, p.chosen([]int{1, 3, 5}))
	assert.Equal(t, &Principal{}, p.chosen(nil))
	everybody := &Principal{Everyone: true}
	assert.Equal(t, everybody, everybody.chosen([]int{0}))
	var none *Principal
	assert.Nil(t, none.chosen([]int{0}))
}

// Which principals of a statement another one covers.
func TestCoversPrincipals(t *testing.T) {
	account, roles := &Principal{AWS: []string{"111122223333"}}, &Principal{AWS: []string{"arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"}}
	everybody := &Principal{AWS: []string{"*"}}
	for _, c := range []struct {
		name         string
		narrow, wide Statement
		want         []bool
	}{
		{"of an identity", Statement{}, Statement{}, []bool{true}},
		{"of an identity by everybody", Statement{}, Statement{Principal: everybody}, []bool{false}},
		{"everybody by that of an identity", Statement{Principal: everybody}, Statement{}, []bool{false}},
		{"one of two", Statement{Principal: roles}, Statement{Principal: &Principal{AWS: roles.AWS[1:]}}, []bool{false, true}},
		{"two by everybody", Statement{Principal: roles}, Statement{Principal: everybody}, []bool{true, true}},
		{"a role by its account", Statement{Principal: &Principal{AWS: roles.AWS[:1]}}, Statement{Principal: account}, []bool{false}},
		{"a service of the same name", Statement{Principal: &Principal{Service: []string{"111122223333"}}}, Statement{Principal: account}, []bool{false}},
		{"all except more", Statement{NotPrincipal: roles}, Statement{NotPrincipal: &Principal{AWS: roles.AWS[:1]}}, []bool{true}},
		{"all except fewer", Statement{NotPrincipal: &Principal{AWS: roles.AWS[:1]}}, Statement{NotPrincipal: roles}, []bool{false}},
		{"all except some by everybody", Statement{NotPrincipal: roles}, Statement{Principal: everybody}, []bool{true}},
		{"everybody by all except nobody", Statement{Principal: everybody}, Statement{NotPrincipal: &Principal{}}, []bool{false}}, // which is not seen
		{"what is excepted", Statement{Principal: roles}, Statement{NotPrincipal: roles}, []bool{false, false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := readyToCompare()
			assert.Equal(t, c.want, coversPrincipals(s.clause(c.narrow, true), s.clause(c.wide, true)))
		})
	}
}
