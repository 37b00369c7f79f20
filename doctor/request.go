package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// requestTime bounds one try of a request for a token.
	requestTime = 10 * time.Second
	// maxAnswer bounds what is read of an answer, in bytes: tokens have a few
	// thousand.
	maxAnswer = 64 << 10
)

// retries are the times between the tries of a request, which is made once
// more than there are: three times, as often as the AWS SDK tries.
var retries = []time.Duration{500 * time.Millisecond, time.Second}

// answer is what a request for a token gave.
type answer struct {
	token Secret
	// date is the time by the server's clock; zero where it does not say.
	date time.Time
}

// request asks an address for a token, as GitHub's runners give it to jobs. It
// goes to that address alone: over https, or to this machine, without
// redirects, and bounded in time and size. A busy server is asked again.
func (j *Job) request(ctx context.Context, address, audience string, bearer Secret) (answer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return answer{}, errors.New("the address for tokens is none")
	}
	if u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return answer{}, errors.New("the address for tokens is not https, and the doctor sends no secret over anything else")
	}
	query := u.Query()
	query.Set("audience", audience)
	u.RawQuery = query.Encode()

	waits := j.waits
	if waits == nil {
		waits = retries
	}
	for try := 0; ; try++ {
		got, again, err := ask(ctx, u, bearer)
		if err == nil || !again || try == len(waits) {
			return got, err
		}
		select {
		case <-ctx.Done():
			return answer{}, err
		case <-time.After(waits[try]):
		}
	}
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ask makes the request once. again says that it may be made once more.
func ask(ctx context.Context, u *url.URL, bearer Secret) (got answer, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, false, errors.New("the address for tokens is none")
	}
	request.Header.Set("Authorization", "Bearer "+bearer.Reveal())
	request.Header.Set("Accept", "application/json; api-version=2.0")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		// The error has the address in it, whose query is nobody's business.
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return answer{}, ctx.Err() == nil || errors.Is(ctx.Err(), context.DeadlineExceeded), fmt.Errorf("%s does not answer: %w", u.Host, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests:
		return answer{}, true, fmt.Errorf("%s answers %s", u.Host, response.Status)
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return answer{}, false, fmt.Errorf("%s sends the request elsewhere (%s), and the doctor sends no secret there", u.Host, response.Status)
	case response.StatusCode != http.StatusOK:
		return answer{}, false, fmt.Errorf("%s refuses to give a token: %s", u.Host, response.Status)
	case err != nil:
		return answer{}, true, fmt.Errorf("%s breaks off its answer", u.Host)
	case len(body) > maxAnswer:
		return answer{}, false, fmt.Errorf("%s answers with more than a token", u.Host)
	}
	var content struct {
		Value string `json:"value"`
	}
	if json.Unmarshal(body, &content) != nil || strings.TrimSpace(content.Value) == "" {
		return answer{}, false, fmt.Errorf("%s answers with something else than a token", u.Host)
	}
	got.token = NewSecret(content.Value)
	got.date, _ = http.ParseTime(response.Header.Get("Date"))
	return got, false, nil
}
