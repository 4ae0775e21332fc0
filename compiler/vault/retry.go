package vault

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/hashicorp/vault/api"
)

// attempts is what the client's own retries of one request met.
type attempts struct {
	// uncertain says that a request may have arrived although it failed.
	uncertain bool
}

type attemptsKey struct{}

// watch returns a context whose requests note what they meet.
func watch(ctx context.Context) (context.Context, *attempts) {
	a := &attempts{}
	return context.WithValue(ctx, attemptsKey{}, a), a
}

// checkRetry says whether a request is repeated: as Vault's own client would,
// but a sealed Vault does not open by asking again.
func checkRetry(ctx context.Context, response *http.Response, err error) (bool, error) {
	if a, ok := ctx.Value(attemptsKey{}).(*attempts); ok && (err != nil || response.StatusCode >= http.StatusInternalServerError) {
		a.uncertain = true
	}
	if err == nil && response.StatusCode == http.StatusServiceUnavailable && isSealed(response) {
		return false, nil
	}
	return api.DefaultRetryPolicy(ctx, response, err)
}

const sealedMessage = "Vault is sealed"

// isSealed looks into an answer and leaves it as it was.
func isSealed(response *http.Response) bool {
	body, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	rest := response.Body
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), rest}
	return err == nil && bytes.Contains(body, []byte(sealedMessage))
}
