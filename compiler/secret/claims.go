package secret

import (
	"bytes"
	"encoding/base64"
)

// hasClaims reports whether a JSON Web Token says who gave it out or when. The
// examples in texts about tokens do not, or are those of John Doe.
func hasClaims(token []byte) bool {
	parts := bytes.Split(token, []byte("."))
	if len(parts) < 2 {
		return false
	}
	payload := make([]byte, base64.RawURLEncoding.DecodedLen(len(parts[1])))
	n, err := base64.RawURLEncoding.Decode(payload, parts[1])
	if err != nil || bytes.Contains(payload[:n], []byte("John Doe")) {
		return false
	}
	for _, claim := range []string{`"iss"`, `"iat"`, `"exp"`, `"aud"`} {
		if bytes.Contains(payload[:n], []byte(claim)) {
			return true
		}
	}
	return false
}
