package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// conditionFlag declares the free conditions of a trust and returns how to read
// them: OPERATOR=KEY=VALUE, in which neither operator nor key can hold "=".
func conditionFlag(flags *flagSet) func(*call) policy.Conditions {
	condition := flags.add(flag{
		name: "condition", value: "OPERATOR=KEY=VALUE", options: []string{"Conditions"}, repeatable: true, keyed: true,
		about: "condition on the request that must hold too, such as IpAddress=aws:SourceIp=192.0.2.0/24; a key that is repeated accepts each value",
	})
	return func(c *call) policy.Conditions {
		conditions := policy.Conditions{}
		for _, text := range condition.list() {
			parts := strings.SplitN(text, "=", 3)
			if len(parts) < 3 || parts[0] == "" || parts[1] == "" {
				if text != "" { // else reported as an empty value
					c.faults.Add("--"+condition.name, text, "is not an operator, a key and a value", "write --"+condition.name+" "+condition.value)
				}
				continue
			}
			operator, key, value := parts[0], parts[1], parts[2]
			if conditions[operator] == nil {
				conditions[operator] = map[string][]string{}
			}
			conditions[operator][key] = append(conditions[operator][key], value)
		}
		return conditions
	}
}
