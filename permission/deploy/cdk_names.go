package deploy

import "github.com/cipublisher/cipublisher/aws"

// qualifierRule is that of the bootstrap template's parameter.
//
// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
var qualifierRule = aws.NewRule("the qualifier of a CDK bootstrap", "use 1 to 10 letters, digits, hyphens and underscores",
	`[A-Za-z0-9_-]{1,10}`, `[A-Za-z0-9_-]*`, `[A-Za-z0-9_-]*`).Literal()
