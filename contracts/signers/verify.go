// Recomputes every vector of signature-vectors.json with the standard library of Go.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
)

type vector struct {
	Name, Method, PathWithQuery, Timestamp, AccessKey, SecretKey, StringToSign, Signature string
}

func sign(v vector) (string, string) {
	stringToSign := v.Method + " " + v.PathWithQuery + "\n" + v.Timestamp + "\n" + v.AccessKey
	mac := hmac.New(sha256.New, []byte(v.SecretKey))
	mac.Write([]byte(stringToSign))
	return stringToSign, base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(text, &file); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	wrong := 0
	for _, v := range file.Vectors {
		if stringToSign, signature := sign(v); stringToSign != v.StringToSign || signature != v.Signature {
			fmt.Println("wrong:", v.Name)
			wrong++
		}
	}
	fmt.Printf("Go: %d vectors, %d wrong\n", len(file.Vectors), wrong)
	if wrong > 0 || len(file.Vectors) == 0 {
		os.Exit(1)
	}
}
