package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/signature"
)

func (a *app) signCommand() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "sign BUNDLE --signing-key FILE",
		Short: "Sign a bundle, for targets that publish nothing else",
		Long: `Sign a bundle that ` + "`catalogc compile`" + ` wrote and write it back, or to -o FILE. The signature is a DSSE
envelope with an Ed25519 signature of the bundle's digest; one that is there already is kept beside
it. A target with signed_by in catalogc.yaml publishes only what one of those signers signed.

The key is a file in PEM, as ` + "`openssl genpkey -algorithm ed25519`" + ` writes it. In CI the variable
CATALOGC_SIGNING_KEY may hold the PEM itself.`,
		Example: `  openssl genpkey -algorithm ed25519 -out signing.pem
  catalogc compile -o bundle.json
  catalogc sign bundle.json --signing-key signing.pem
  catalogc publish --target production --bundle bundle.json --yes`,
		Args: oneArg,
		RunE: func(_ *cobra.Command, args []string) error {
			private, err := a.signingKey(key)
			if err != nil {
				return err
			}
			b, err := a.readBundle(args[0])
			if err != nil {
				return err
			}
			if err := signBundle(b, private); err != nil {
				return err
			}
			if a.output == "" {
				a.output = args[0]
			}
			if err := a.write(b.Write); err != nil {
				return err
			}
			a.progress("signed %s with the key %s", b.Digest, private.Public())
			return nil
		},
	}
	addSigningKey(cmd.Flags(), &key)
	cmd.Flags().StringVarP(&a.output, "output", "o", "", "`FILE` to write to (default: BUNDLE itself; - is standard output)")
	return cmd
}

func addSigningKey(flags *pflag.FlagSet, key *string) {
	flags.StringVar(key, "signing-key", "", "`FILE` with the Ed25519 key to sign with, in PEM")
}

// signingKey reads a private key: a file, or what an environment variable holds.
func (a *app) signingKey(key string) (signature.PrivateKey, error) {
	if key == "" {
		return signature.PrivateKey{}, usage("no key to sign with; give --signing-key FILE or set CATALOGC_SIGNING_KEY")
	}
	text := []byte(key)
	if !strings.HasPrefix(key, "-----BEGIN") {
		var err error
		if text, err = os.ReadFile(key); err != nil {
			return signature.PrivateKey{}, fmt.Errorf("read the signing key: %w", err)
		}
	}
	private, err := signature.ParsePrivateKey(text)
	if err != nil {
		return signature.PrivateKey{}, usage("%v", err)
	}
	return private, nil
}

func signBundle(b *bundle.Bundle, key signature.PrivateKey) error {
	envelope, err := signature.Sign(signature.Subject{Catalog: b.Catalog, Digest: b.Digest}, key, b.Signature)
	b.Signature = envelope
	return err
}
