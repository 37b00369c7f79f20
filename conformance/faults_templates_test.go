package conformance

// templateFault is a fault planted in the example's template.
type templateFault struct {
	name  string
	plant func(object)
}

// object is an object of a template's JSON.
type object = map[string]any

func properties(t object, kind, key, name string) object {
	for _, r := range t["Resources"].(object) {
		resource := r.(object)
		if p, _ := resource["Properties"].(object); resource["Type"] == kind && (key == "" || p[key] == name) {
			return p
		}
	}
	panic("no " + kind + " " + name)
}

func publisherRole(t object) object { return properties(t, "AWS::IAM::Role", "RoleName", "publisher") }
func publisherPolicy(t object) object {
	return properties(t, "AWS::IAM::ManagedPolicy", "ManagedPolicyName", "publisher")
}
func provider(t object) object { return properties(t, "AWS::IAM::OIDCProvider", "", "") }

func statement(document any, index int) object {
	return document.(object)["Statement"].([]any)[index].(object)
}

var templateFaults = []templateFault{
	{"an action misspelled", func(t object) { statement(publisherPolicy(t)["PolicyDocument"], 0)["Action"] = "s3:ListBuckets" }},
	{"a property that does not exist", func(t object) { provider(t)["Issuer"] = "https://token.actions.githubusercontent.com" }},
	{"a required property missing", func(t object) { delete(publisherRole(t), "AssumeRolePolicyDocument") }},
	{"the path without its slash", func(t object) { publisherRole(t)["Path"] = "ci" }},
	{"a version of the language that does not exist", func(t object) { publisherPolicy(t)["PolicyDocument"].(object)["Version"] = "2012-10-18" }},
	{"an effect that does not exist", func(t object) { statement(publisherPolicy(t)["PolicyDocument"], 0)["Effect"] = "Permit" }},
	{"sessions of a minute", func(t object) { publisherRole(t)["MaxSessionDuration"] = 60 }},
	{"a reference to nothing", func(t object) { publisherRole(t)["ManagedPolicyArns"] = []any{object{"Ref": "Nothing"}} }},
	{"a resource type misspelled", func(t object) {
		for _, r := range t["Resources"].(object) {
			if r.(object)["Type"] == "AWS::IAM::OIDCProvider" {
				r.(object)["Type"] = "AWS::IAM::OIDCProvder"
			}
		}
	}},
	{"a deletion policy that does not exist", func(t object) {
		for _, r := range t["Resources"].(object) {
			r.(object)["DeletionPolicy"] = "Keep"
		}
	}},
	{"an administrator's policy attached", func(t object) {
		publisherRole(t)["ManagedPolicyArns"] = []any{"arn:aws:iam::aws:policy/AdministratorAccess"}
	}},
	{"every action of S3", func(t object) { statement(publisherPolicy(t)["PolicyDocument"], 1)["Action"] = "s3:*" }},
	{"objects of every bucket", func(t object) {
		statement(publisherPolicy(t)["PolicyDocument"], 1)["Resource"] = "arn:aws:s3:::*"
	}},
	{"the partition written out wrongly", func(t object) {
		statement(publisherPolicy(t)["PolicyDocument"], 1)["Resource"] = "arn:aws-us-gov:s3:::acme-dist/*"
	}},
	{"an inline policy", func(t object) {
		publisherRole(t)["Policies"] = []any{object{"PolicyName": "more", "PolicyDocument": object{"Version": "2012-10-17",
			"Statement": []any{object{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}}}}}
	}},
	{"the audience dropped from the trust", func(t object) {
		delete(statement(publisherRole(t)["AssumeRolePolicyDocument"], 0)["Condition"].(object)["StringEquals"].(object), "token.actions.githubusercontent.com:aud")
	}},
	{"a wildcard owner in the trust", func(t object) {
		statement(publisherRole(t)["AssumeRolePolicyDocument"], 0)["Condition"] = object{
			"StringEquals": object{"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
			"StringLike":   object{"token.actions.githubusercontent.com:sub": "repo:*/app:environment:release"},
		}
	}},
	{"the trust of the dev role on the other", func(t object) {
		publisherRole(t)["AssumeRolePolicyDocument"] = properties(t, "AWS::IAM::Role", "RoleName", "publisher-dev")["AssumeRolePolicyDocument"]
	}},
	{"the policies of the roles exchanged", func(t object) {
		one, other := publisherPolicy(t), properties(t, "AWS::IAM::ManagedPolicy", "ManagedPolicyName", "publisher-dev")
		one["PolicyDocument"], other["PolicyDocument"] = other["PolicyDocument"], one["PolicyDocument"]
	}},
	{"an output of nothing", func(t object) {
		for _, o := range t["Outputs"].(object) {
			o.(object)["Value"] = object{"Fn::GetAtt": []any{"Nothing", "Arn"}}
		}
	}},
}
