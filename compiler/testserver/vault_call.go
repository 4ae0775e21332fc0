package testserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// Call asks Vault's API as root, such as Call(t, "POST", "sys/seal", nil), and
// returns the answer's data, or its auth where it has none. The test ends when
// Vault refuses.
func (s *VaultServer) Call(t testing.TB, method, path string, body any) map[string]any {
	t.Helper()
	status, answer, err := s.Try(method, path, body)
	if err != nil || status >= 300 {
		t.Fatalf("%s %s: status %d, %v, %v", method, path, status, answer["errors"], err)
	}
	for _, part := range []string{"data", "auth"} {
		if found, ok := answer[part].(map[string]any); ok {
			return found
		}
	}
	return answer
}

// Try asks Vault's API as root.
func (s *VaultServer) Try(method, path string, body any) (status int, answer map[string]any, err error) {
	return s.TryAs(s.Token, method, path, body)
}

// TryAs asks Vault's API with a token.
func (s *VaultServer) TryAs(token, method, path string, body any) (status int, answer map[string]any, err error) {
	var text io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		text = bytes.NewReader(data)
	}
	request, err := http.NewRequest(method, s.Address+"/v1/"+path, text)
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("X-Vault-Token", token)
	if method == http.MethodPatch {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	err = json.NewDecoder(response.Body).Decode(&answer)
	if err != nil && !errors.Is(err, io.EOF) {
		return response.StatusCode, nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return response.StatusCode, answer, nil
}

// TokenFor returns a new token that has one policy, besides the default one.
func (s *VaultServer) TokenFor(t testing.TB, policyName, policy string) string {
	t.Helper()
	s.Call(t, "PUT", "sys/policies/acl/"+policyName, map[string]any{"policy": policy})
	auth := s.Call(t, "POST", "auth/token/create", map[string]any{"policies": []string{policyName}})
	return fmt.Sprint(auth["client_token"])
}

// Seal seals Vault. Only a server of NewVault may be sealed.
func (s *VaultServer) Seal(t testing.TB) {
	t.Helper()
	s.Call(t, "PUT", "sys/seal", nil)
}

// Unseal opens Vault again.
func (s *VaultServer) Unseal(t testing.TB) {
	t.Helper()
	s.Call(t, "PUT", "sys/unseal", map[string]any{"key": s.UnsealKey})
}
