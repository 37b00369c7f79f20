package main

// result is what was measured of one peer with a number of publishers. Counts
// and characters are of the whole app, not of one publisher.
type result struct {
	Peer       string `json:"peer"`
	Publishers int    `json:"publishers"`
	// KernelCalls are the requests that the Go process sends to the CDK's Node
	// process until synthesis, those that load CDK included. A peer that has no
	// such process has none.
	KernelCalls int `json:"kernel_calls"`
	// BuildMS is the time between the app's creation and its synthesis.
	BuildMS float64 `json:"build_ms"`
	SynthMS float64 `json:"synth_ms"`
	// TotalMS is the time of the whole process, its start and end included.
	TotalMS float64 `json:"total_ms"`
	// PeakMB is the largest resident memory of the process, and that of its
	// Node process added to it.
	PeakMB float64 `json:"peak_mb"`
	// CPUMS is the processor time of the process and its Node process. Unlike the
	// other times it depends little on what else the machine does.
	CPUMS float64 `json:"cpu_ms"`
	// BuildCPUMS is the processor time of a run that ends before synthesis.
	BuildCPUMS float64 `json:"build_cpu_ms"`
	// PolicyChars are the characters of the managed policies as IAM counts
	// them, without white space.
	PolicyChars int `json:"policy_chars"`
	// TemplateChars are the characters of the templates as they were written.
	TemplateChars int `json:"template_chars"`
}

// better returns what is smaller of two runs: whatever else a machine does can
// only add to time and memory.
func (r result) better(other result) result {
	r.BuildMS = min(r.BuildMS, other.BuildMS)
	r.SynthMS = min(r.SynthMS, other.SynthMS)
	r.TotalMS = min(r.TotalMS, other.TotalMS)
	r.CPUMS = min(r.CPUMS, other.CPUMS)
	r.PeakMB = min(r.PeakMB, other.PeakMB)
	return r
}
