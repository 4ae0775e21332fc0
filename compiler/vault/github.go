package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

const (
	gitHubURL    = "ACTIONS_ID_TOKEN_REQUEST_URL"
	gitHubBearer = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
)

func (env environment) onGitHub() bool { return env[gitHubURL] != "" && env[gitHubBearer] != "" }

// gitHubToken asks GitHub Actions for a token that says which workflow this is.
// https://docs.github.com/en/actions/reference/security/oidc
func gitHubToken(ctx context.Context, env environment, audience string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	address, err := url.Parse(env[gitHubURL])
	if err != nil {
		return "", fmt.Errorf("%s is not an address", gitHubURL)
	}
	if audience != "" {
		query := address.Query()
		query.Set("audience", audience)
		address.RawQuery = query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "bearer "+env[gitHubBearer])
	request.Header.Set("Accept", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %s; does the job have `permissions: {id-token: write}`?", response.Status)
	}
	var answer struct{ Value string }
	// The decoder's error could quote the token.
	if json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&answer) != nil || answer.Value == "" {
		return "", errors.New("the answer holds no token")
	}
	return answer.Value, nil
}
