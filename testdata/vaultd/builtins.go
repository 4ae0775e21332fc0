package main

import (
	"maps"
	"slices"

	jwt "github.com/hashicorp/vault-plugin-auth-jwt"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/builtin/credential/userpass"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
)

var (
	secretEngines = map[string]logical.Factory{"kv": kv.Factory}
	loginMethods  = map[string]logical.Factory{
		"approle":  approle.Factory,
		"jwt":      jwt.Factory,
		"userpass": userpass.Factory,
	}
)

// builtins tells Vault's plugin catalogue what is compiled in.
type builtins struct{}

func factories(kind consts.PluginType) map[string]logical.Factory {
	switch kind {
	case consts.PluginTypeSecrets:
		return secretEngines
	case consts.PluginTypeCredential:
		return loginMethods
	default:
		return nil
	}
}

func (builtins) Contains(name string, kind consts.PluginType) bool {
	_, found := factories(kind)[name]
	return found
}

func (builtins) Get(name string, kind consts.PluginType) (func() (any, error), bool) {
	factory, found := factories(kind)[name]
	return func() (any, error) { return factory, nil }, found
}

func (builtins) Keys(kind consts.PluginType) []string {
	return slices.Sorted(maps.Keys(factories(kind)))
}

func (b builtins) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	if b.Contains(name, kind) {
		return consts.Supported, true
	}
	return consts.Unknown, false
}

func (builtins) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }
