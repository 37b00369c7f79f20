package verify

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

// value is what a request has for a condition key.
type value struct {
	texts []string
	kind  types.ContextKeyTypeEnum
}

// listOf are the types of keys that have several values.
var listOf = map[types.ContextKeyTypeEnum]types.ContextKeyTypeEnum{
	types.ContextKeyTypeEnumString: types.ContextKeyTypeEnumStringList, types.ContextKeyTypeEnumNumeric: types.ContextKeyTypeEnumNumericList,
	types.ContextKeyTypeEnumBoolean: types.ContextKeyTypeEnumBooleanList, types.ContextKeyTypeEnumIp: types.ContextKeyTypeEnumIpList,
	types.ContextKeyTypeEnumBinary: types.ContextKeyTypeEnumBinaryList, types.ContextKeyTypeEnumDate: types.ContextKeyTypeEnumDateList,
}

// example is what stands where a policy has a wildcard or a variable.
const example = "example"

var variable = lazyregexp.New(`\$\{([^},]+)(?:, *'[^']*')?\}`)

// concrete returns one text that a pattern covers, and adds the policy variables
// in it to the keys of the request.
func concrete(pattern string, context map[string]value) string {
	pattern = variable.ReplaceAllStringFunc(pattern, func(v string) string {
		switch key := variable.FindStringSubmatch(v)[1]; key {
		case "*", "?", "$":
			return key + "\x00" // the character itself
		default:
			if _, has := context[key]; !has {
				context[key] = value{[]string{example}, types.ContextKeyTypeEnumString}
			}
			return context[key].texts[0]
		}
	})
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		literal := i+1 < len(pattern) && pattern[i+1] == 0
		switch {
		case literal:
			b.WriteByte(pattern[i])
			i++
		case pattern[i] == '*':
			b.WriteString(example)
		case pattern[i] == '?':
			b.WriteByte('e')
		default:
			b.WriteByte(pattern[i])
		}
	}
	return b.String()
}

// resourceOf returns one resource that a pattern covers. An open region or
// account has a real one's form, since the simulator reads ARNs.
func resourceOf(pattern string, context map[string]value) string {
	if pattern == "*" {
		return pattern
	}
	parts := strings.SplitN(pattern, ":", 6)
	for i, known := range map[int]string{1: "aws", 3: "eu-west-1", 4: "111122223333"} {
		if len(parts) == 6 && parts[i] == "*" {
			parts[i] = known
		}
	}
	return concrete(strings.Join(parts, ":"), context)
}

// neighbour returns a resource of the same kind with another name, or nothing
// where there is none.
func neighbour(resource string) string {
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	kind, name := "", parts[5]
	if i := strings.IndexAny(name, "/:"); i >= 0 && parts[2] != "s3" {
		kind, name = name[:i+1], name[i+1:]
	}
	parts[5] = kind + "other-" + name
	return strings.Join(parts, ":")
}

// meeting returns a value of a key that meets a condition; false where the key
// must be absent, or may be.
func meeting(operator string, values []string, context map[string]value) (value, bool) {
	set := strings.Contains(operator, ":")
	if _, behind, ok := strings.Cut(operator, ":"); ok {
		operator = behind
	}
	operator = strings.TrimSuffix(operator, "IfExists")
	if len(values) == 0 || strings.Contains(operator, "Not") {
		return value{}, false
	}
	met := value{[]string{values[0]}, types.ContextKeyTypeEnumString}
	switch {
	case operator == "Null":
		met.texts[0] = example
		if values[0] == "true" {
			return value{}, false
		}
	case operator == "Bool":
		met.kind = types.ContextKeyTypeEnumBoolean
	case strings.HasPrefix(operator, "Numeric"):
		met.kind = types.ContextKeyTypeEnumNumeric
		if n, err := strconv.Atoi(values[0]); err == nil {
			step := map[string]int{"NumericLessThan": -1, "NumericGreaterThan": 1}[operator]
			met.texts[0] = strconv.Itoa(n + step)
		}
	case strings.HasPrefix(operator, "Date"):
		met.kind = types.ContextKeyTypeEnumDate
		switch operator {
		case "DateLessThan":
			met.texts[0] = "2001-01-01T00:00:00Z"
		case "DateGreaterThan":
			met.texts[0] = "2099-01-01T00:00:00Z"
		}
	case operator == "IpAddress":
		met.kind = types.ContextKeyTypeEnumIp
		if prefix, err := netip.ParsePrefix(values[0]); err == nil {
			met.texts[0] = prefix.Addr().String()
		}
	case strings.HasPrefix(operator, "Binary"):
		met.kind = types.ContextKeyTypeEnumBinary
	default:
		met.texts[0] = concrete(values[0], context)
	}
	if set {
		met.kind = listOf[met.kind]
	}
	return met, true
}

// other returns another value of the same type; false where there is no telling
// which.
func (v value) other() (value, bool) {
	text := v.texts[0]
	switch v.kind {
	case types.ContextKeyTypeEnumBoolean, types.ContextKeyTypeEnumBooleanList:
		text = map[string]string{"true": "false", "false": "true"}[strings.ToLower(text)]
	case types.ContextKeyTypeEnumString, types.ContextKeyTypeEnumStringList:
		text = "other-" + text
	default:
		return value{}, false
	}
	return value{[]string{text}, v.kind}, text != ""
}
