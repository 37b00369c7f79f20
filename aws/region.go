package aws

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/spelling"
	"github.com/cipublisher/cipublisher/internal/token"
)

// regionPattern: a continent or country, one or more words, a number.
const regionPattern = `([a-z]{2}|eusc)(-[a-z]+)+-[0-9]{1,2}`

var hostLabels = lazyregexp.New(`^[a-z0-9-]+(\.[a-z0-9-]+)*$`)

// Region is the rule of the codes of regions. It accepts codes that no known
// region has: AWS opens regions faster than this package learns of them. See
// [UnknownRegion].
//
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
var Region = newValueRule("the code of an AWS region", `write a code such as "eu-west-1", lower case and without an availability zone's letter`,
	regionPattern, `[a-z0-9-]*`)

// Regions returns the codes of the known regions of every partition.
func Regions() []string {
	var all []string
	for _, p := range partitions {
		all = append(all, p.regions...)
	}
	return all
}

// known reports whether a region is one of Regions.
func known(region string) bool {
	return slices.ContainsFunc(partitions, func(p partition) bool { return slices.Contains(p.regions, region) })
}

// UnknownRegionID is the id of the notice of [UnknownRegion].
const UnknownRegionID = "region-unknown"

// UnknownRegion returns a warning where an option has the code of a region
// that is well formed, and not known: a typing error, or a region that is
// younger than the list. It returns none for tokens and for what [Region]
// refuses.
func UnknownRegion(option, region string) []fault.Notice {
	if token.In(region) || known(region) || !Region.Accepts(region) {
		return nil
	}
	return []fault.Notice{{ID: UnknownRegionID, Text: "{" + option + "} " + strconv.Quote(region) +
		" is no region that is known here, and a policy for a region that does not exist grants nothing; check its spelling: the nearest known one is " +
		strconv.Quote(nearestRegion(region))}}
}

// nearestRegion returns the known region whose code differs least, the first
// in alphabetical order of several.
func nearestRegion(region string) string {
	known := slices.Sorted(slices.Values(Regions()))
	return slices.MinFunc(known, func(a, b string) int { return spelling.Distance(region, a) - spelling.Distance(region, b) })
}
