package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// byteOrderMark is what Windows may write before UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

const remedy = `give what "aws iam get-account-authorization-details" prints`

// Read reads an account from the contents of files. The error is a fault.List
// of everything that is wrong with them, with the option "Account".
func Read(files ...[]byte) (Account, error) {
	r := reader{seen: map[string]string{}}
	for _, file := range files {
		r.file(file)
	}
	r.finish()
	return r.account, r.faults.Err()
}

// reader joins answers.
type reader struct {
	account Account
	faults  fault.List
	// seen has what was read by what identifies it, as it was given.
	seen map[string]string
	// details, last and urls say what there was: any details, a page of them
	// that is not cut off, and the URLs of providers.
	details, last bool
	urls          []answer
}

func (r *reader) fault(value, problem, remedy string) {
	r.faults.Add("Account", value, problem, remedy)
}

// file reads the answers in a file, one after the other.
func (r *reader) file(data []byte) {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		r.fault("", "is empty", remedy)
		return
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		r.fault("", "is UTF-16, as Windows PowerShell writes files", "save it as UTF-8: … | Out-File -Encoding utf8 FILE")
		return
	case !utf8.Valid(data):
		r.fault("", "is not UTF-8 text", remedy)
		return
	}
	for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.fault("", "is not the details of an account ("+describe(err)+")", remedy)
			return
		}
		if key := repeatedKey(raw); key != "" {
			r.fault(key, "is a key that stands twice in one object, and readers differ on which one counts", remedy)
			continue
		}
		var a answer
		if err := json.Unmarshal(raw, &a); err != nil {
			r.fault("", "is not the details of an account ("+describe(err)+")", remedy)
			continue
		}
		r.answer(a)
	}
}

// describe says where JSON is wrong.
func describe(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("%v at byte %d", err, syntax.Offset)
	case errors.As(err, &kind):
		return kind.Field + " is a JSON " + kind.Value
	}
	return err.Error()
}

func (r *reader) answer(a answer) {
	switch {
	case a.isDetails():
		r.details = true
		r.last = r.last || !a.IsTruncated
		r.principals("RoleDetailList", a.RoleDetailList, &r.account.Roles)
		r.principals("UserDetailList", a.UserDetailList, &r.account.Users)
		r.principals("GroupDetailList", a.GroupDetailList, &r.account.Groups)
		for i, p := range a.Policies {
			r.managed(i, p)
		}
	case a.OpenIDConnectProviderList != nil:
		r.account.ProvidersListed = true
		for i, p := range *a.OpenIDConnectProviderList {
			if _, address, ok := strings.Cut(p.Arn, ":oidc-provider/"); ok && address != "" {
				if r.first("provider "+p.Arn, "") {
					r.account.Providers = append(r.account.Providers, Provider{ARN: p.Arn, URL: address})
				}
				continue
			}
			r.fault(p.Arn, fmt.Sprintf("at OpenIDConnectProviderList[%d] is not the ARN of a provider", i), `give what "aws iam list-open-id-connect-providers" prints`)
		}
	case a.Url != nil:
		r.urls = append(r.urls, a)
	default:
		r.fault("", "is neither the details of an account nor its identity providers", remedy+`, "list-open-id-connect-providers" or "get-open-id-connect-provider"`)
	}
}

// first reports whether something is read for the first time. The same again,
// as it is in pages that overlap, is nothing new; something else under the
// same name is a fault.
func (r *reader) first(name, text string) bool {
	before, known := r.seen[name]
	if known && before != text {
		r.fault(name, "stands twice and differs", "give the answers of one account, made at one time")
	}
	r.seen[name] = text
	return !known
}

func (r *reader) principals(list string, details *[]detail, into *[]Principal) {
	if details == nil {
		return
	}
	for i, d := range *details {
		p := Principal{Name: d.RoleName + d.UserName + d.GroupName, Path: d.Path, ARN: d.Arn, Created: d.CreateDate.Time, Groups: d.GroupList}
		at := fmt.Sprintf("%s[%d]", list, i)
		if p.Name == "" {
			r.fault(at, "has no name", remedy)
			continue
		}
		if p.ARN != "" {
			r.home(at, p.ARN)
		}
		if list == "RoleDetailList" {
			p.Trust = document("AssumeRolePolicyDocument", d.AssumeRolePolicyDocument)
		}
		for _, policies := range [][]struct {
			PolicyName     string
			PolicyDocument json.RawMessage
		}{d.RolePolicyList, d.UserPolicyList, d.GroupPolicyList} {
			for _, inline := range policies {
				p.Inline = append(p.Inline, document(inline.PolicyName, inline.PolicyDocument))
			}
		}
		for _, attached := range d.AttachedManagedPolicies {
			if attached.PolicyArn == "" {
				r.fault(at, "has an attached policy without an ARN", remedy)
			}
			p.Attached = append(p.Attached, attached.PolicyArn)
		}
		if d.PermissionsBoundary != nil {
			p.Boundary = d.PermissionsBoundary.PermissionsBoundaryArn
		}
		if d.RoleLastUsed != nil {
			p.LastUsed = Use{Known: true, Date: d.RoleLastUsed.LastUsedDate.Time}
		}
		if text, _ := json.Marshal(d); r.first(list+" "+p.Name, string(text)) {
			*into = append(*into, p)
		}
	}
}

// home reads the account and the partition off an ARN. All are of one account.
func (r *reader) home(at, text string) {
	arn, ok := aws.ParseARN(text)
	switch {
	case !ok || arn.Service != "iam" || !aws.AccountID.Accepts(arn.Account):
		r.fault(text, "at "+at+" is not the ARN of a role, a user or a group", remedy)
	case r.account.ID == "":
		r.account.ID, r.account.Partition = arn.Account, arn.Partition
	case r.account.ID != arn.Account || r.account.Partition != arn.Partition:
		r.fault(text, "at "+at+" is of another account than "+r.account.ID, "give the answers of one account at a time")
	}
}

func (r *reader) managed(i int, p managed) {
	if p.Arn == "" {
		r.fault(fmt.Sprintf("Policies[%d]", i), "has no Arn", remedy)
		return
	}
	made := Policy{ARN: p.Arn, Document: Document{Name: p.Arn, Err: errors.New("the answers do not have its default version")}}
	for _, version := range p.PolicyVersionList {
		if version.VersionId == p.DefaultVersionId {
			made.Document = document(p.Arn, version.Document)
		}
	}
	if r.first("Policies "+p.Arn, made.Document.Text) {
		r.account.Policies = append(r.account.Policies, made)
	}
}

// document reads a document: an object as the AWS CLI prints it, or the text
// with percent signs that the operation returns. Plus signs are themselves, as
// RFC 3986 has it.
func document(name string, data json.RawMessage) Document {
	if len(data) == 0 || string(data) == "null" {
		return Document{Name: name, Err: errors.New("it is missing")}
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		if strings.HasPrefix(text, "%") {
			if plain, err := url.PathUnescape(text); err == nil {
				text = plain
			}
		}
		data = json.RawMessage(text)
	}
	parsed, err := policy.Parse(data)
	return Document{Name: name, Policy: parsed, Err: err, Text: string(data)}
}

// finish reads what depends on everything else.
func (r *reader) finish() {
	switch {
	case len(r.faults) > 0:
	case !r.details:
		r.fault("", "has no details of an account", remedy)
	case !r.last:
		r.fault("", "is a part of the details of an account, cut off after a page", "give all of them, as the AWS CLI prints them without --max-items, or every page as a file")
	}
	for _, a := range r.urls {
		address := strings.TrimPrefix(*a.Url, "https://")
		at := -1
		for i, p := range r.account.Providers {
			if p.URL == address {
				at = i
			}
		}
		if at < 0 {
			if r.account.ProvidersListed {
				r.fault(*a.Url, "is not in the list of the account's providers", "make both answers at one time")
				continue
			}
			arn := aws.ARN{Partition: r.account.Partition, Service: "iam", Account: r.account.ID, Resource: "oidc-provider/" + address}
			at = len(r.account.Providers)
			r.account.Providers = append(r.account.Providers, Provider{ARN: arn.String(), URL: address})
		}
		p := &r.account.Providers[at]
		p.Detailed, p.Audiences = true, a.ClientIDList
	}
}
