package vault

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/vault/api"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/secret"
)

var errNoVersion = errors.New("the answer names no version")

// need is what a request takes: a capability on a path.
type need struct{ capability, path string }

// teller makes errors of Vault's answers.
type teller struct {
	*Keys
	hidden []string // values that no message may hold
}

// hiding returns a teller for a request that held values: something between
// here and Vault may quote what it does not understand.
func (k *Keys) hiding(current content, values ...secret.Value) teller {
	t := teller{Keys: k}
	for _, value := range values {
		t.hidden = append(t.hidden, value.Reveal())
	}
	for _, value := range current.fields {
		t.hidden = append(t.hidden, fmt.Sprint(value))
	}
	return t
}

func (k *Keys) failure(ctx context.Context, err error, doing string, n need) error {
	return teller{Keys: k}.failure(ctx, err, doing, n)
}

// failure says what went wrong with a request, and what to do about it.
func (t teller) failure(ctx context.Context, err error, doing string, n need) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", doing, context.Cause(ctx))
	}
	var answer *api.ResponseError
	if !errors.As(err, &answer) {
		return t.unreachable(err, doing)
	}
	switch {
	case answer.StatusCode == http.StatusServiceUnavailable && says(err, sealedMessage):
		return fmt.Errorf("%s: %w: %s; unseal it and try again", doing, release.ErrKeysSealed, t.Keys)
	case answer.StatusCode == http.StatusForbidden && says(err, "invalid token", "bad token"),
		says(err, "missing client token"):
		return fmt.Errorf("%s: %w: the Vault token is not valid: it expired, was revoked, or is of another Vault than %s; log in again", doing, release.ErrKeysDenied, t.address)
	case answer.StatusCode == http.StatusForbidden && n == need{}:
		return fmt.Errorf("%s: %w%s", doing, release.ErrKeysDenied, t.quote(answer))
	case answer.StatusCode == http.StatusForbidden:
		return fmt.Errorf("%s: %w: the login needs %s on %q%s; `catalogc keys policy` prints the policy to give it", doing, release.ErrKeysDenied, n.capability, n.path, t.inNamespace())
	case answer.StatusCode == http.StatusNotFound && says(err, "no handler for route"):
		return fmt.Errorf("%s: nothing is mounted at %q%s; mount it with: vault secrets enable -path=%s -version=2 kv", doing, t.mount, t.inNamespace(), t.mount)
	case answer.StatusCode >= http.StatusInternalServerError:
		return fmt.Errorf("%s: %w: %s answers with status %d%s", doing, release.ErrKeysUnreachable, t.Keys, answer.StatusCode, t.quote(answer))
	}
	return fmt.Errorf("%s: %s answers with status %d%s", doing, t.Keys, answer.StatusCode, t.quote(answer))
}

// inNamespace reminds of the namespace, as a wrong one looks like missing rights.
func (t teller) inNamespace() string {
	if t.namespace == "" {
		return ""
	}
	return fmt.Sprintf(" in namespace %q", t.namespace)
}

// quote returns what Vault says, for the end of a message. Answers that are not
// Vault's, such as the page of a proxy, are not quoted.
func (t teller) quote(answer *api.ResponseError) string {
	if answer.RawError {
		return ", which does not look like Vault's"
	}
	text := strings.Join(strings.Fields(strings.Join(answer.Errors, "; ")), " ")
	if t.quotes(text) {
		return ""
	}
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "") + "…"
	}
	if text == "" {
		return ""
	}
	return ": " + text
}

// unreachable says why there was no answer.
func (t teller) unreachable(err error, doing string) error {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err // without the URL, which may hold a login
	}
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		record   tls.RecordHeaderError
		network  net.Error
		what     string
	)
	switch {
	case errors.As(err, &unknown):
		what = "its certificate is signed by an authority that is not known here; name the right one in VAULT_CACERT"
	case errors.As(err, &hostname):
		what = fmt.Sprintf("its certificate is for another name (%s); correct VAULT_ADDR or set VAULT_TLS_SERVER_NAME", strings.Join(hostname.Certificate.DNSNames, ", "))
	case errors.As(err, &invalid):
		what = "its certificate is not valid: " + invalid.Error()
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		what = "it does not speak TLS; VAULT_ADDR should begin with http://"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		what = fmt.Sprintf("no answer within %s (VAULT_CLIENT_TIMEOUT)", t.timeout)
	case t.quotes(err.Error()):
		what = "the answer makes no sense"
	default:
		what = err.Error()
	}
	if !t.addressGiven {
		what += "; VAULT_ADDR is not set, so the default was tried"
	}
	return fmt.Errorf("%s: %w: %s: %s", doing, release.ErrKeysUnreachable, t.Keys, what)
}

// quotes reports whether a text holds a value that must not be shown.
func (t teller) quotes(text string) bool {
	for _, value := range t.hidden {
		if value != "" && strings.Contains(text, value) {
			return true
		}
	}
	return false
}

// statusOf returns the status of Vault's answer, or 0 when there was none.
func statusOf(err error) int {
	var answer *api.ResponseError
	if errors.As(err, &answer) {
		return answer.StatusCode
	}
	return 0
}

// says reports whether Vault's answer contains one of some texts.
func says(err error, texts ...string) bool {
	var answer *api.ResponseError
	if !errors.As(err, &answer) {
		return false
	}
	for _, message := range answer.Errors {
		for _, text := range texts {
			if strings.Contains(message, text) {
				return true
			}
		}
	}
	return false
}

// answerOf returns Vault's answer, or an empty one.
func answerOf(err error) *api.ResponseError {
	var answer *api.ResponseError
	if errors.As(err, &answer) {
		return answer
	}
	return &api.ResponseError{}
}
