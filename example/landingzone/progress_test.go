package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestProgressIsALineNowAndThen(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := &progress{out: &out, now: func() time.Time { return now }, next: now.Add(progressEvery)}
	p.expect(example(t), 1)
	p.step()
	require.Empty(t, out.String())
	now = now.Add(progressEvery)
	p.step()
	p.step()
	require.Equal(t, "2 of 5 roles\n", out.String())
}
