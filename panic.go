package cipublisher

import (
	"fmt"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// refuse panics with the faults of a construct that is not made: one error,
// which begins with the path that it would have had.
func refuse(scope constructs.Construct, id *string, err error) {
	refuseAt(pathOf(scope, id), err)
}

// pathOf returns the path of a construct with an id in a scope.
func pathOf(scope constructs.Construct, id *string) string {
	if scope == nil {
		return value(id, "")
	}
	homes.Lock()
	defer homes.Unlock()
	path, known := homes.paths[scope]
	if !known {
		path = *scope.Node().Path()
		homes.paths[scope] = path
	}
	// https://github.com/aws/constructs/blob/10.x/src/construct.ts, sanitizeId
	return strings.TrimPrefix(path+"/"+strings.ReplaceAll(value(id, ""), "/", "--"), "/")
}

func refuseAt(path string, err error) {
	if list, ok := err.(fault.List); ok {
		err = shown(list)
	}
	panic(fmt.Errorf("%s: %w", path, err))
}

// needPlace reports a construct without a scope or an id.
func needPlace(faults *fault.List, scope constructs.Construct, id *string) {
	if scope == nil {
		faults.Add("scope", "", "is nil", "pass the stack, or a construct in it")
	}
	switch {
	case id == nil:
		faults.Add("id", "", "is nil", "pass an id that is unique in the scope")
	case *id == "":
		faults.Add("id", "", "is empty", "pass an id that is unique in the scope")
	}
}

// shown returns faults as people read them: the text of a CDK token means
// nothing to them.
func shown(list fault.List) fault.List {
	for i := range list {
		for _, text := range []*string{&list[i].Option, &list[i].Value, &list[i].Problem, &list[i].Remedy} {
			*text = token.Show(*text)
		}
	}
	return list
}
