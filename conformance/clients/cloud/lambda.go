package cloud

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"sync"

	"github.com/cipublisher/cipublisher/policy"
)

// lambdaAPI answers requests to Lambda.
//
// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
type lambdaAPI struct {
	cloud *Cloud
	mutex sync.Mutex
	// functions are there, with the number of versions; aliases the version of
	// each, by "FUNCTION:ALIAS"; updated those that have new code.
	functions map[string]int
	aliases   map[string]string
	updated   map[string]bool
}

const (
	lambdaReferencePage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html"
	lambdaFunctionPath  = `^/2015-03-31/functions/(?:[^/]*:)?([A-Za-z0-9_-]+)`
)

// lambdaOperations each ask for the action of their name, on the function.
var lambdaOperations = []pathOperation{
	{"UpdateFunctionCode", "PUT", regexp.MustCompile(lambdaFunctionPath + `/code$`)},
	{"GetFunctionConfiguration", "GET", regexp.MustCompile(lambdaFunctionPath + `/configuration$`)},
	{"GetFunction", "GET", regexp.MustCompile(lambdaFunctionPath + `$`)},
	{"PublishVersion", "POST", regexp.MustCompile(lambdaFunctionPath + `/versions$`)},
	{"UpdateAlias", "PUT", regexp.MustCompile(lambdaFunctionPath + `/aliases/([A-Za-z0-9_-]+)$`)},
}

func (l *lambdaAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.cloud.request()
	var operation *pathOperation
	var parts []string
	for i, o := range lambdaOperations {
		if found := o.path.FindStringSubmatch(r.URL.Path); found != nil && o.method == r.Method {
			operation, parts = &lambdaOperations[i], found
			break
		}
	}
	if operation == nil {
		l.cloud.unknown("Lambda: %s %s", r.Method, r.URL.Path)
		failJSON(w, http.StatusNotImplemented, "InternalFailure", "no row of lambdaOperations")
		return
	}
	if !signedBy(r.Header.Get("Authorization")) {
		failJSON(w, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	var in struct{ S3Bucket, S3Key, FunctionVersion string }
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			failJSON(w, http.StatusBadRequest, "InvalidRequestContentException", err.Error())
			return
		}
	}
	arn := "arn:" + Partition + ":lambda:" + Region + ":" + AccountID + ":function:" + parts[1]
	checks := []Check{{Call: operation.name, Action: "lambda:" + operation.name, Resource: arn, Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: lambdaReferencePage}}
	if in.S3Bucket != "" {
		checks = append(checks, Check{Call: operation.name, Action: "s3:GetObject", Resource: "arn:" + Partition + ":s3:::" + in.S3Bucket + "/" + in.S3Key,
			Context: policy.Context{"aws:SecureTransport": {"true"}, "s3:ResourceAccount": {AccountID}}, Source: lambdaCodePage})
	}
	if refused := l.cloud.authorize(checks...); refused != nil {
		failJSON(w, http.StatusForbidden, "AccessDeniedException", refused.refusal())
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if _, there := l.functions[parts[1]]; !there {
		failJSON(w, http.StatusNotFound, "ResourceNotFoundException", "Function not found: "+arn)
		return
	}
	l.answer(w, operation.name, parts, in.FunctionVersion)
}

// lambdaCodePage is a report of UpdateFunctionCode that is refused: "Your access has
// been denied by S3, please make sure your request credentials have permission to
// GetObject". AWS's own pages do not say whose permissions it takes.
const lambdaCodePage = "https://github.com/buildkite/elastic-ci-stack-for-aws/issues/564"

// answer does what an operation does, once it is authorized.
func (l *lambdaAPI) answer(w http.ResponseWriter, name string, parts []string, version string) {
	function := parts[1]
	configuration := map[string]any{"FunctionName": function, "State": "Active", "LastUpdateStatus": "Successful"}
	w.Header().Set("Content-Type", "application/json")
	switch name {
	case "UpdateFunctionCode":
		l.updated[function] = true
	case "PublishVersion":
		l.functions[function]++
		configuration["Version"] = strconv.Itoa(l.functions[function])
		w.WriteHeader(http.StatusCreated)
	case "UpdateAlias":
		l.aliases[function+":"+parts[2]] = version
		configuration = map[string]any{"Name": parts[2], "FunctionVersion": version}
	case "GetFunction":
		configuration = map[string]any{"Configuration": configuration, "Code": map[string]any{"Location": "https://example.com/code.zip"}}
	}
	_ = json.NewEncoder(w).Encode(configuration)
}

// Function makes a function.
func (c *Cloud) Function(name string) {
	c.lambda.mutex.Lock()
	defer c.lambda.mutex.Unlock()
	c.lambda.functions[name] = 0
}

// Updated reports whether a function has new code.
func (c *Cloud) Updated(function string) bool {
	c.lambda.mutex.Lock()
	defer c.lambda.mutex.Unlock()
	return c.lambda.updated[function]
}

// AliasOf returns the version of an alias, FUNCTION:ALIAS.
func (c *Cloud) AliasOf(alias string) string {
	c.lambda.mutex.Lock()
	defer c.lambda.mutex.Unlock()
	return c.lambda.aliases[alias]
}
