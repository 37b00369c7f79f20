package adopt

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/iamaction"
	"github.com/cipublisher/cipublisher/policy"
)

// event is what CloudTrail records of a call.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
type event struct {
	EventSource, EventName, AwsRegion, RecipientAccountId, ErrorCode string
	UserIdentity                                                     struct {
		SessionContext struct {
			SessionIssuer struct{ Arn string }
		}
	}
	RequestParameters map[string]any
	Resources         []struct{ ARN string }
}

// records are the forms in which events come: a file in the bucket of a trail,
// and what "aws cloudtrail lookup-events" prints.
type records struct {
	Records []event
	Events  []struct{ CloudTrailEvent string }
	event
}

// mostUnpacked is the largest file of a trail, unpacked, in bytes.
const mostUnpacked = 1 << 30

// Used returns what roles were seen to do, by their ARNs: each call that
// succeeded is a grant of the action that it needs, on what it was made on.
// Files may be packed by gzip. The error is a fault.List with the option
// "Cloudtrail".
//
// CloudTrail records calls on objects, images and packages only where the trail
// has data events on.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
func Used(files ...[]byte) (map[string][]policy.Document, error) {
	var faults fault.List
	grants := map[string]map[string][]string{} // resources by action, by role
	for _, file := range files {
		if err := eachEvent(file, func(e event) {
			role := e.UserIdentity.SessionContext.SessionIssuer.Arn
			if role == "" || e.ErrorCode != "" {
				return
			}
			if grants[role] == nil {
				grants[role] = map[string][]string{}
			}
			for _, action := range e.actions() {
				list := grants[role][action]
				add(&list, e.resource(action))
				grants[role][action] = list
			}
		}); err != nil {
			faults.Add("Cloudtrail", "", "can't be read as events of CloudTrail ("+err.Error()+")", `give files of a trail's bucket, or what "aws cloudtrail lookup-events" prints`)
		}
	}
	used := map[string][]policy.Document{}
	for role, actions := range grants {
		var statements []policy.Statement
		for _, action := range slices.Sorted(maps.Keys(actions)) {
			slices.Sort(actions[action])
			statements = append(statements, policy.Statement{Effect: policy.Allow, Actions: []string{action}, Resources: actions[action]})
		}
		used[role] = []policy.Document{policy.New(statements...)}
	}
	return used, faults.Err()
}

func eachEvent(file []byte, visit func(event)) error {
	if bytes.HasPrefix(file, []byte("\x1f\x8b")) {
		packed, err := gzip.NewReader(bytes.NewReader(file))
		if err != nil {
			return err
		}
		if file, err = io.ReadAll(io.LimitReader(packed, mostUnpacked+1)); err != nil {
			return err
		}
		if len(file) > mostUnpacked {
			return errors.New("it is too large")
		}
	}
	if len(bytes.TrimSpace(file)) == 0 {
		return errors.New("it is empty")
	}
	for decoder := json.NewDecoder(bytes.NewReader(file)); ; {
		var r records
		if err := decoder.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for _, e := range r.Events {
			var one event
			if err := json.Unmarshal([]byte(e.CloudTrailEvent), &one); err != nil {
				return fmt.Errorf("an event in it: %w", err)
			}
			r.Records = append(r.Records, one)
		}
		if r.EventName != "" {
			r.Records = append(r.Records, r.event)
		}
		if r.Records == nil && r.Events == nil {
			return errors.New("it has no records")
		}
		for _, e := range r.Records {
			visit(e)
		}
	}
}

// actions are what the call was authorized by.
func (e event) actions() []string {
	service, _, _ := strings.Cut(e.EventSource, ".")
	name := service + ":" + e.EventName
	all, is := iamaction.Operation(name)
	if !is {
		all = []string{name}
	}
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
	if service == "s3" && slices.Contains(all, "s3:PutObject") && e.RequestParameters["x-amz-tagging"] != nil {
		all = append(slices.Clone(all), "s3:PutObjectTagging")
	}
	return all
}

// onEverything are actions that take no resource.
var onEverything = []string{"ecr:GetAuthorizationToken", "sts:GetServiceBearerToken", "sts:GetCallerIdentity"}

// resource is what the call was made on, as IAM names it.
func (e event) resource(action string) string {
	text := func(key string) string {
		value, _ := e.RequestParameters[key].(string)
		return value
	}
	at := func(service, resource string) string {
		partition := "aws"
		if e.AwsRegion != "" {
			partition = aws.PartitionOf(e.AwsRegion)
		}
		arn := aws.ARN{Partition: partition, Service: service, Region: e.AwsRegion, Account: or(text("registryId"), or(text("domainOwner"), e.RecipientAccountId)), Resource: resource}
		if service == "s3" {
			arn.Region, arn.Account = "", ""
		}
		return arn.String()
	}
	service, _, _ := strings.Cut(action, ":")
	domain, repository := text("domain"), or(text("repository"), text("repositoryName"))
	switch {
	case slices.Contains(onEverything, action):
		return "*"
	case service == "s3" && text("bucketName") != "" && text("key") != "":
		return at("s3", text("bucketName")+"/"+text("key"))
	case service == "s3" && action == "s3:DeleteObject" && text("bucketName") != "": // DeleteObjects, whose keys are not recorded
		return at("s3", text("bucketName")+"/*")
	case service == "s3" && text("bucketName") != "":
		return at("s3", text("bucketName"))
	case service == "ecr" && repository != "":
		return at("ecr", "repository/"+repository)
	case service == "codeartifact" && domain != "" && repository != "" && text("package") != "":
		return at(service, strings.Join([]string{"package", domain, repository, text("format"), text("namespace"), text("package")}, "/"))
	case service == "codeartifact" && domain != "" && repository != "":
		return at(service, "repository/"+domain+"/"+repository)
	case service == "codeartifact" && domain != "":
		return at(service, "domain/"+domain)
	case len(e.Resources) > 0 && e.Resources[0].ARN != "":
		return e.Resources[0].ARN
	}
	return "*"
}

// Widened returns documents in which the objects of a bucket are those that
// begin as all of them do, up to the last "/": a job that published app/1.jar
// today publishes app/2.jar tomorrow.
func Widened(documents []policy.Document) []policy.Document {
	common := map[string]string{}
	for _, d := range documents {
		for _, s := range d.Statements {
			for _, resource := range s.Resources {
				if bucket, key, is := object(resource); is && allows(s, "s3:PutObject") {
					prefix, known := common[bucket]
					if !known {
						prefix = key
					}
					common[bucket] = directory(prefix, key)
				}
			}
		}
	}
	var all []policy.Document
	for _, d := range documents {
		d.Statements = slices.Clone(d.Statements)
		for i, s := range d.Statements {
			var resources []string
			for _, resource := range s.Resources {
				if bucket, _, is := object(resource); is {
					if prefix, known := common[bucket]; known {
						resource = bucket + "/" + prefix + "*"
					}
				}
				add(&resources, resource)
			}
			d.Statements[i].Resources = resources
		}
		all = append(all, d)
	}
	return all
}

// object splits the ARN of an object into the bucket's and the key.
func object(resource string) (bucket, key string, is bool) {
	arn, ok := aws.ParseARN(resource)
	if !ok || arn.Service != "s3" {
		return "", "", false
	}
	bucket, key, is = strings.Cut(resource, "/")
	return bucket, key, is
}

// directory returns the longest beginning of two keys that ends in "/".
func directory(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:strings.LastIndexByte(a[:n], '/')+1]
}
