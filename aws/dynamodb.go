package aws

// DynamoDBTable is the rule of the names of DynamoDB tables.
//
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
var DynamoDBTable = newValueRule("the name of a DynamoDB table", "use 3 to 255 letters, digits, dots, hyphens and underscores",
	`[A-Za-z0-9._-]{3,255}`, `[A-Za-z0-9._-]*`).WithMistake(func(name string) (problem, remedy string) {
	if IsARN(name) {
		return "is an ARN", "write the table's name alone"
	}
	return "", ""
})
