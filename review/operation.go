package review

import (
	"maps"
	"slices"
)

// operations adds who may call each operation of an API's definition: a change
// of what secures it, and a new one, open something. What is said for all
// operations counts where one says nothing itself.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
func (r *reader) operations(res resource) {
	if res.Properties["Body"] == nil {
		return
	}
	h := r.own(res)
	for _, c := range r.template.Cases(res.Properties["Body"], res.when) {
		body := object(c.Value)
		schemes := []any{body["securityDefinitions"], object(body["components"])["securitySchemes"]}
		paths := object(body["paths"])
		for _, path := range slices.Sorted(maps.Keys(paths)) {
			methods := object(paths[path])
			for _, method := range slices.Sorted(maps.Keys(methods)) {
				operation := object(methods[method])
				security, own := operation["security"]
				if !own {
					security = body["security"]
				}
				if operation == nil {
					continue
				}
				secured := []any{security, operation["x-amazon-apigateway-auth"], schemes}
				h.name(InAccess, "Body: "+method+" "+path+" "+r.template.Whole(secured, nil), c.When)
			}
		}
	}
}
