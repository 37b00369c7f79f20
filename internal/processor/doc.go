// Package processor tells tests how long the processor has worked for them. On
// a machine that does other things as well, the clock says little.
package processor
