package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRank(t *testing.T) {
	r := Report{Roles: []Role{{ARN: "c"}, {ARN: "b"}, {ARN: "a"}, {ARN: "d"}}, Findings: []Finding{
		{ID: "unused-role", Level: Note, Resource: "a"}, {ID: "name-taken-over", Level: Low, Resource: "b"},
		{ID: "administrator", Level: High, Resource: "d"}, {ID: "stranger", Level: High, Resource: "d"}, {ID: "stranger", Level: High, Resource: "b"},
	}}
	r.rank()
	ids, roles := []string{}, []string{}
	for _, f := range r.Findings {
		ids = append(ids, f.Resource+" "+f.ID)
	}
	for _, role := range r.Roles {
		roles = append(roles, role.ARN+" "+string(role.Worst))
	}
	assert.Equal(t, []string{"b stranger", "d stranger", "d administrator", "b name-taken-over", "a unused-role"}, ids)
	assert.Equal(t, []string{"b high", "d high", "a note", "c "}, roles)
	worst, any := r.Worst()
	assert.Equal(t, High, worst)
	assert.True(t, any)
	assert.Equal(t, 3, r.Count(High))
	_, any = Report{}.Worst()
	assert.False(t, any)
}
