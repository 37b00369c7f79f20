package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// pageSize is how many roles, users, groups and policies are asked for at once:
// the most that IAM gives.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
const pageSize = 1000

// details is the answer of GetAccountAuthorizationDetails, every page of it in
// one, as the AWS CLI prints it.
type details struct {
	UserDetailList  []types.UserDetail
	GroupDetailList []types.GroupDetail
	RoleDetailList  []types.RoleDetail
	Policies        []types.ManagedPolicyDetail
}

// Account reads an account: its roles, users, groups and policies, and its
// OpenID Connect providers. It returns what the AWS CLI prints of
// get-account-authorization-details, list-open-id-connect-providers and, for
// each provider, get-open-id-connect-provider: one file each, the details
// first.
//
// Progress is told what is being read once that takes longer than a second; nil
// tells nobody. The whole takes at most five minutes.
//
// The error is a fault.List with the option "Live".
func Account(ctx context.Context, progress func(string)) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, WholeTime)
	defer cancel()
	settings, err := Load(ctx, "")
	if err != nil {
		return nil, Refused("Live", "audit", err)
	}
	r := &reader{client: iam.NewFromConfig(settings), told: NewTeller(progress)}
	files, err := r.read(ctx)
	if err != nil {
		return nil, Refused("Live", "audit", err)
	}
	return files, nil
}

type reader struct {
	client *iam.Client
	told   *Teller
}

func (r *reader) read(ctx context.Context) ([][]byte, error) {
	all := details{[]types.UserDetail{}, []types.GroupDetail{}, []types.RoleDetail{}, []types.ManagedPolicyDetail{}}
	pages := iam.NewGetAccountAuthorizationDetailsPaginator(r.client, &iam.GetAccountAuthorizationDetailsInput{MaxItems: sdk.Int32(pageSize)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		all.UserDetailList = append(all.UserDetailList, page.UserDetailList...)
		all.GroupDetailList = append(all.GroupDetailList, page.GroupDetailList...)
		all.RoleDetailList = append(all.RoleDetailList, page.RoleDetailList...)
		all.Policies = append(all.Policies, page.Policies...)
		r.told.Say(fmt.Sprintf("%d roles, %d policies", len(all.RoleDetailList), len(all.Policies)))
	}
	list, err := r.client.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
	if err != nil {
		return nil, err
	}
	if list.OpenIDConnectProviderList == nil {
		list.OpenIDConnectProviderList = []types.OpenIDConnectProviderListEntry{}
	}
	files := [][]byte{printed(all), printed(map[string]any{"OpenIDConnectProviderList": list.OpenIDConnectProviderList})}
	for i, entry := range list.OpenIDConnectProviderList {
		provider, err := r.client.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: entry.Arn})
		if err != nil {
			return nil, err
		}
		files = append(files, printed(map[string]any{
			"Url": provider.Url, "ClientIDList": append([]string{}, provider.ClientIDList...),
			"ThumbprintList": append([]string{}, provider.ThumbprintList...), "CreateDate": provider.CreateDate, "Tags": append([]types.Tag{}, provider.Tags...),
		}))
		r.told.Say(fmt.Sprintf("%d of %d identity providers", i+1, len(list.OpenIDConnectProviderList)))
	}
	return files, nil
}

// printed returns an answer as the AWS CLI prints it: without what is not set,
// and documents as objects where the operation returns text with percent signs.
func printed(answer any) []byte {
	content, err := json.Marshal(answer)
	if err != nil {
		panic(err) // texts, numbers, times and lists of them
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		panic(err)
	}
	tree = plain("", tree)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "    ")
	if err := encoder.Encode(tree); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// documents are the members of answers that hold a policy.
var documents = map[string]bool{"AssumeRolePolicyDocument": true, "PolicyDocument": true, "Document": true}

func plain(member string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if inner == nil {
				delete(v, name)
				continue
			}
			v[name] = plain(name, inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = plain(member, inner)
		}
	case string:
		if documents[member] {
			return document(v)
		}
	}
	return value
}

// document returns a policy as it is in the text. What is none stays a text:
// whoever reads it says so.
func document(text string) any {
	unescaped, err := url.PathUnescape(text)
	if err != nil || strings.HasPrefix(strings.TrimSpace(text), "{") {
		unescaped = text
	}
	if !json.Valid([]byte(unescaped)) || !strings.HasPrefix(strings.TrimSpace(unescaped), "{") {
		return text
	}
	return json.RawMessage(unescaped)
}

// Teller tells of progress once that takes longer than a second.
type Teller struct {
	progress func(string)
	began    time.Time
}

// patience is how long nothing is told.
var patience = time.Second

// NewTeller returns one that counts from now. Nil tells nobody.
func NewTeller(progress func(string)) *Teller {
	if progress == nil {
		progress = func(string) {}
	}
	return &Teller{progress, time.Now()}
}

// Say tells how far it is.
func (t *Teller) Say(text string) {
	if time.Since(t.began) > patience {
		t.progress(text)
	}
}
