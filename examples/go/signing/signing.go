// Package signing signs what the two generated clients send.
package signing

import (
	"net/http"
	"strconv"
	"time"

	"ncloud-community.github.io/signature"
)

// Client returns an HTTP client that signs each request. It follows no redirect, which could lead to another host.
func Client(accessKey, secretKey string) *http.Client {
	return &http.Client{
		Transport:     transport{accessKey, secretKey},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type transport struct{ accessKey, secretKey string }

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context()) // a RoundTripper must not change the caller's request
	target := request.URL.RequestURI()         // path and query as they are sent
	timestamp := strconv.FormatInt(time.Now().UnixMilli(), 10)
	for name, value := range signature.Sign(request.Method, target, timestamp, t.accessKey, t.secretKey) {
		request.Header.Set(name, value)
	}
	return http.DefaultTransport.RoundTrip(request)
}
