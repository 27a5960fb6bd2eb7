package signature

import (
	"encoding/json"
	"maps"
	"os"
	"testing"
)

func TestEveryVector(t *testing.T) {
	text, err := os.ReadFile("../../signature-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []struct {
			Name, Method, PathWithQuery, Timestamp, AccessKey, SecretKey, Signature string
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("there is no vector")
	}
	for _, v := range file.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			want := map[string]string{
				"x-ncp-apigw-timestamp":    v.Timestamp,
				"x-ncp-iam-access-key":     v.AccessKey,
				"x-ncp-apigw-signature-v2": v.Signature,
			}
			if got := Sign(v.Method, v.PathWithQuery, v.Timestamp, v.AccessKey, v.SecretKey); !maps.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
