// Package signature signs requests to the management API of NAVER Cloud's API Gateway.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// Sign returns the three headers that sign a request.
//
// The path with its query is as on the request line: percent-encoded, with /api/v1. The timestamp is in milliseconds since
// 1970-01-01T00:00:00Z: strconv.FormatInt(time.Now().UnixMilli(), 10).
func Sign(method, pathWithQuery, timestamp, accessKey, secretKey string) map[string]string {
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write([]byte(method + " " + pathWithQuery + "\n" + timestamp + "\n" + accessKey))
	return map[string]string{
		"x-ncp-apigw-timestamp":    timestamp,
		"x-ncp-iam-access-key":     accessKey,
		"x-ncp-apigw-signature-v2": base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	}
}
