package cfn_test

import (
	"testing"
)

func TestFunctions(t *testing.T) {
	requireResolved(t, []resolution{
		{"join", `{"Fn::Join": ["-", ["a", {"Ref": "Owner"}]]}`, `"a-acme"`},
		{"join of a list", `{"Fn::Join": ["/", {"Ref": "List"}]}`, `"a/b"`},
		{"join of what is not known", `{"Fn::Join": ["/", {"Ref": "OpenList"}]}`, `"<Fn::Join ["/","<OpenList>"]>"`},
		{"substitution", `{"Fn::Sub": "${Owner}/${!aws:username}/${Bucket.Arn}"}`, `"acme/${aws:username}/arn:<AWS::Partition>:s3:::<Bucket>"`},
		{"substitution with its own names", `{"Fn::Sub": ["${Owner}/${X}", {"X": {"Ref": "Size"}, "Owner": "own"}]}`, `"own/3"`},
		{"select", `{"Fn::Select": [1, {"Ref": "List"}]}`, `"b"`},
		{"select of what is not known", `{"Fn::Select": [0, {"Ref": "OpenList"}]}`, `"<Fn::Select ["0","<OpenList>"]>"`},
		{"select beyond the end", `{"Fn::Select": [2, {"Ref": "List"}]}`, `"<Fn::Select ["2",["a","b"]]>"`},
		{"split", `{"Fn::Split": [":", "a:b"]}`, `["a","b"]`},
		{"split of what is not known", `{"Fn::Split": [":", {"Fn::Sub": "a:${Name}"}]}`, `"<Fn::Split [":","a:<Name>"]>"`},
		{"mapping", `{"Fn::FindInMap": ["M", "a", "b"]}`, `"mapped"`},
		{"mapping to a list", `{"Fn::FindInMap": ["M", "a", "list"]}`, `["x","y"]`},
		{"mapping by what is not known", `{"Fn::FindInMap": ["M", {"Ref": "Name"}, "b"]}`, `"<Fn::FindInMap [["M","<Name>","b"],{"a":{"b":"mapped","list":["x","y"]}}]>"`},
		{"mapping with a default", `{"Fn::FindInMap": ["M", "z", "b", {"DefaultValue": {"Ref": "Owner"}}]}`, `"acme"`},
		{"if that holds", `{"Fn::If": ["Always", "a", "b"]}`, `"a"`},
		{"if that does not", `{"Fn::If": ["Never", "a", {"Ref": "Owner"}]}`, `"acme"`},
		{"length", `{"Fn::Length": {"Ref": "List"}}`, `"2"`},
		{"JSON as text", `{"Fn::ToJsonString": {"a": {"Ref": "Owner"}}}`, `"{\"a\":\"acme\"}"`},
		{"import", `{"Fn::ImportValue": {"Fn::Sub": "Stack-${Owner}"}}`, `"<Fn::ImportValue "Stack-acme">"`},
		{"function of no name that is known", `{"Fn::Soon": [{"Ref": "Owner"}]}`, `"<Fn::Soon ["acme"]>"`},
	})
}
