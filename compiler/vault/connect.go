package vault

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/vault/api"
)

// defaultTimeout is for one request with its retries. Vault's own client waits
// for a minute; a publisher should say sooner that something is wrong.
const defaultTimeout = 15 * time.Second

// environment are the variables that settings come from. The client would read
// those of the process; here they are a value, so that tests need not change
// the process's.
type environment map[string]string

// connect returns Keys whose client is set up as the variables say.
func (env environment) connect() (*Keys, error) {
	k := &Keys{timeout: defaultTimeout}
	config := &api.Config{
		Address:      api.DefaultAddress,
		AgentAddress: env[api.EnvVaultAgentAddr],
		MaxRetries:   2,
		MinRetryWait: 100 * time.Millisecond,
		MaxRetryWait: 400 * time.Millisecond,
		Backoff:      api.DefaultConfig().Backoff,
		CheckRetry:   checkRetry,
	}
	if address := env[api.EnvVaultAddress]; address != "" {
		config.Address = address
	}
	k.addressGiven = env[api.EnvVaultAddress] != "" || config.AgentAddress != ""
	var err error
	if k.address, err = shownAddress(config); err != nil {
		return nil, err
	}
	if text := env[api.EnvVaultMaxRetries]; text != "" {
		retries, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("%s is no number: %q", api.EnvVaultMaxRetries, text)
		}
		config.MaxRetries = int(retries)
	}
	if text := env[api.EnvVaultClientTimeout]; text != "" {
		if k.timeout, err = parseTimeout(text); err != nil {
			return nil, err
		}
	}
	config.Timeout = k.timeout
	for name, setting := range map[string]*bool{
		api.EnvVaultSRVLookup: &config.SRVLookup, api.EnvVaultDisableRedirects: &config.DisableRedirects,
	} {
		if *setting, err = env.boolean(name); err != nil {
			return nil, err
		}
	}
	if err := env.transport(config); err != nil {
		return nil, err
	}
	k.client, err = api.NewClient(config)
	if err != nil {
		return nil, fmt.Errorf("set up Vault's client: %w", err)
	}
	k.namespace = strings.Trim(env[api.EnvVaultNamespace], "/")
	return k, env.headers(k.client)
}

// shownAddress returns the address without a login in it.
func shownAddress(config *api.Config) (string, error) {
	name, text := api.EnvVaultAddress, config.Address
	if config.AgentAddress != "" {
		name, text = api.EnvVaultAgentAddr, config.AgentAddress
	}
	address, err := url.Parse(text)
	if err != nil || address.Host == "" && address.Scheme != "unix" ||
		address.Scheme != "http" && address.Scheme != "https" && address.Scheme != "unix" {
		return "", fmt.Errorf("%s is not an address such as https://vault.example.com:8200", name)
	}
	address.User = nil
	return strings.TrimSuffix(address.String(), "/"), nil
}

// transport sets up TLS and the proxy.
func (env environment) transport(config *api.Config) error {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	if proxy := firstOf(env[api.EnvVaultProxyAddr], env[api.EnvHTTPProxy]); proxy != "" {
		address, err := url.Parse(proxy)
		if err != nil {
			return fmt.Errorf("%s is not an address", api.EnvVaultProxyAddr)
		}
		transport.Proxy = http.ProxyURL(address)
	}
	config.HttpClient = &http.Client{
		Transport: transport,
		// The client follows redirects itself.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	insecure, err := env.boolean(api.EnvVaultSkipVerify)
	if err != nil {
		return err
	}
	err = config.ConfigureTLS(&api.TLSConfig{
		CACert:        env[api.EnvVaultCACert],
		CACertBytes:   []byte(env[api.EnvVaultCACertBytes]),
		CAPath:        env[api.EnvVaultCAPath],
		ClientCert:    env[api.EnvVaultClientCert],
		ClientKey:     env[api.EnvVaultClientKey],
		TLSServerName: env[api.EnvVaultTLSServerName],
		Insecure:      insecure,
	})
	if err != nil {
		return fmt.Errorf("set up TLS to Vault (VAULT_CACERT, VAULT_CAPATH, VAULT_CLIENT_CERT, VAULT_CLIENT_KEY): %w", err)
	}
	return nil
}

// headers sets what every request carries, in place of what the client took
// from the process.
func (env environment) headers(client *api.Client) error {
	headers := http.Header{}
	headers.Set(api.RequestHeaderName, "true")
	if namespace := strings.Trim(env[api.EnvVaultNamespace], "/"); namespace != "" {
		headers.Set(api.NamespaceHeaderName, namespace)
	}
	if text := env[api.EnvVaultHeaders]; text != "" {
		var more map[string]string
		// The error would quote them, and they may hold a login.
		if json.Unmarshal([]byte(text), &more) != nil {
			return fmt.Errorf("%s is no JSON object of strings", api.EnvVaultHeaders)
		}
		for name, value := range more {
			if strings.HasPrefix(http.CanonicalHeaderKey(name), "X-Vault-") {
				return fmt.Errorf("%s sets %q; headers of Vault itself have variables of their own", api.EnvVaultHeaders, name)
			}
			headers.Set(name, value)
		}
	}
	client.ClearToken()
	client.SetHeaders(headers)
	if text := env[api.EnvRateLimit]; text != "" {
		rate, burst, _ := strings.Cut(text, ":")
		perSecond, err := strconv.ParseFloat(rate, 64)
		if err != nil || perSecond <= 0 {
			return fmt.Errorf("%s is not <requests per second>[:<burst>]: %q", api.EnvRateLimit, text)
		}
		size, err := strconv.Atoi(burst)
		if err != nil {
			size = int(perSecond)
		}
		client.SetLimiter(perSecond, max(size, 1))
	}
	return nil
}

func (env environment) boolean(name string) (bool, error) {
	if env[name] == "" {
		return false, nil
	}
	value, err := strconv.ParseBool(env[name])
	if err != nil {
		return false, fmt.Errorf("%s is neither true nor false: %q", name, env[name])
	}
	return value, nil
}

// parseTimeout reads seconds or a duration, as Vault's client does.
func parseTimeout(text string) (time.Duration, error) {
	timeout, err := time.ParseDuration(text)
	if seconds, notSeconds := strconv.Atoi(text); notSeconds == nil {
		timeout, err = time.Duration(seconds)*time.Second, nil
	}
	if err != nil || timeout <= 0 {
		return 0, fmt.Errorf("%s is no time such as 30s: %q", api.EnvVaultClientTimeout, text)
	}
	return timeout, nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
