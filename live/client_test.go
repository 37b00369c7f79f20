package live_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/live"
)

// Requests are signed for the region that the environment names, else for the
// home of IAM.
func TestRegion(t *testing.T) {
	aws := newStub(t, answers())
	for region, want := range map[string]string{"": "us-east-1", "cn-north-1": "cn-north-1"} {
		t.Setenv("AWS_REGION", region)
		_, err := live.Account(context.Background(), nil)
		require.NoError(t, err)
		assert.Contains(t, aws.authorization, "/"+want+"/iam/aws4_request")
	}
}

// A server that never answers does not hold anybody up.
func TestBounded(t *testing.T) {
	newStub(t, answers())
	stop := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	}))
	defer silent.Close()
	defer close(stop)
	t.Setenv("AWS_ENDPOINT_URL", silent.URL)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := live.Account(ctx, nil)
	require.ErrorContains(t, err, "took too long")
	assert.Less(t, time.Since(began), 5*time.Second)
	live.Hurried(t)
	began = time.Now()
	_, err = live.Account(context.Background(), nil)
	require.Error(t, err)
	assert.Less(t, time.Since(began), 20*time.Second)
}
