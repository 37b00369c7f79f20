package doctor

import "time"

// WithoutWaiting makes the tries of a request follow each other at once.
func (j Job) WithoutWaiting() Job {
	j.waits = []time.Duration{0, 0}
	return j
}

// Explained are the codes that have an explanation.
func Explained() []string {
	var codes []string
	for _, e := range explanations {
		codes = append(codes, e.code)
	}
	return codes
}
