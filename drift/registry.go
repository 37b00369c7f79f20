package drift

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/review"
)

// OfRegistry returns the roles of a registry as they are in an account: what
// its templates make there. A registry of another account is a fault with the
// option "Registry", and so is one that names no region where none is given.
func OfRegistry(r registry.Registry, accountID, partition, region string) ([]review.Holder, error) {
	var faults fault.List
	switch {
	case r.AccountID != "" && accountID != "" && r.AccountID != accountID:
		faults.Add("Registry", r.AccountID, "is the account of the registry, and the details are of "+accountID, "compare a registry with its own account")
	case r.AccountID == "":
		r.AccountID = accountID
	}
	switch {
	case r.Region == "" && region == "":
		faults.Add("Region", "", "is missing, and the registry names none", "write the region that its stacks are deployed to")
	case r.Region == "":
		r.Region = region
	case region != "" && region != r.Region:
		faults.Add("Region", region, "is not the region of the registry, "+r.Region, "leave it out")
	}
	if len(faults) > 0 {
		return nil, faults.Err()
	}
	templates, err := r.Templates()
	if err != nil {
		return nil, err
	}
	if partition == "" {
		partition = aws.PartitionOf(r.Region)
	}
	var all []review.Holder
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		text, err := json.Marshal(templates[name])
		if err != nil {
			return nil, err
		}
		holders, err := OfTemplate(text, review.Context{}, r.AccountID, partition, r.Region)
		if err != nil {
			return nil, err
		}
		all = append(all, holders...)
	}
	return all, nil
}

// OfTemplate returns what a template makes in an account. Parameters that the
// context gives win.
func OfTemplate(text []byte, context review.Context, accountID, partition, region string) ([]review.Holder, error) {
	given := map[string]string{}
	for name, value := range map[string]string{"AWS::AccountId": accountID, "AWS::Partition": partition, "AWS::Region": region} {
		if value != "" {
			given[name] = value
		}
	}
	maps.Copy(given, context.Parameters)
	context.Parameters = given
	return review.FromTemplate(text, context)
}
