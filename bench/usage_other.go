//go:build !unix

package main

import "os"

// usage is empty where the system does not tell.
type usage struct{ peakMB, cpuMS float64 }

func ownUsage() usage { return usage{} }

func usageOfProcess(*os.ProcessState) usage { return usage{} }
