package permission_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
)

// A list that is set to nothing is a fault in every store, whatever a preset
// would fill in: what looked for names and found none must not widen.
func TestEmptyListsAreRefused(t *testing.T) {
	tried := 0
	for _, preset := range append(permission.PresetNames(), "") {
		for store := range strings.FieldsSeq("S3 ECR ECRPublic CodeArtifact") {
			options := reflect.New(reflect.TypeOf(map[string]any{
				"S3": permission.S3{}, "ECR": permission.ECR{}, "ECRPublic": permission.ECRPublic{}, "CodeArtifact": permission.CodeArtifact{},
			}[store]))
			for i := range options.Elem().NumField() {
				field := options.Elem().Type().Field(i)
				if field.Type.Kind() != reflect.Slice {
					continue
				}
				p := named(false)
				p.Preset, p.ECRPublic = preset, &permission.ECRPublic{RepositoryNames: []string{"app"}}
				reflect.ValueOf(&p).Elem().FieldByName(store).Elem().Field(i).Set(reflect.MakeSlice(field.Type, 0, 0))
				option := strings.NewReplacer("ECR", "Ecr", "ACLs", "Acls").Replace(store + "." + field.Name)
				_, env := full()
				assert.EqualError(t, p.Validate(env), "cipublisher: "+option+" is empty; name at least one, or leave it unset", "preset %q", preset)
				tried++
			}
		}
	}
	assert.Equal(t, 3*19, tried)
	_, env := full()
	p := named(false)
	p.S3.Buckets = []permission.Bucket{{BucketName: "acme-docs", Prefixes: []string{}}}
	assert.EqualError(t, p.Validate(env), "cipublisher: S3.Buckets[0].Prefixes is empty; name at least one, or leave it unset")
	p = named(false)
	p.S3.PromoteFrom = []permission.Bucket{{BucketName: "acme-staging", Prefixes: []string{}}}
	assert.EqualError(t, p.Validate(env), "cipublisher: S3.PromoteFrom[0].Prefixes is empty; name at least one, or leave it unset")
	for option, builder := range map[string]permission.Builder{
		"Ecr.RepositoryNames":          {ECR: &permission.ECRRead{RepositoryNames: []string{}}},
		"CodeArtifact.RepositoryNames": {CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", RepositoryNames: []string{}}},
	} {
		assert.EqualError(t, builder.Validate(env), "cipublisher: "+option+" is empty; name at least one, or leave it unset")
	}
}
