package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/igny8/catalogc/compiler/keyfile"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

// keySource says where a key's value comes from. Never from an argument: those
// are seen by everybody on the machine.
type keySource struct {
	env, file string
	field     string
}

func (s *keySource) add(flags *pflag.FlagSet) {
	flags.StringVar(&s.env, "from-env", "", "take the key from the environment variable `NAME`")
	flags.StringVar(&s.file, "from-file", "", "take the key from the file `PATH`")
	flags.StringVar(&s.field, "field", "", "`FIELD` of the key, where an integration has several")
}

// read returns the value: of a variable, of a file, or of standard input, which
// on a terminal is asked for without showing it.
func (a *app) readKey(s *keySource) (secret.Value, error) {
	switch {
	case s.env != "" && s.file != "":
		return secret.Value{}, usage("give --from-env or --from-file, not both")
	case s.env != "":
		text, ok := a.env[s.env]
		if !ok {
			return secret.Value{}, usage("the environment variable %s is not set", s.env)
		}
		return newKey(s.env, []byte(text))
	case s.file != "":
		file, err := os.Open(s.file)
		if err != nil {
			return secret.Value{}, fmt.Errorf("read the key: %w", err)
		}
		defer file.Close()
		return keyFrom(s.file, file)
	}
	if in, ok := a.stdin.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		fmt.Fprint(a.stderr, "API key (not shown): ")
		text, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(a.stderr)
		if err != nil {
			return secret.Value{}, fmt.Errorf("read the key: %w", err)
		}
		return newKey("what was typed", text)
	}
	return keyFrom("standard input", a.stdin)
}

func keyFrom(name string, r io.Reader) (secret.Value, error) {
	text, err := io.ReadAll(io.LimitReader(r, 2*secret.MaxSize))
	if err != nil {
		return secret.Value{}, fmt.Errorf("read the key: %w", err)
	}
	return newKey(name, text)
}

func newKey(name string, text []byte) (secret.Value, error) {
	value, err := secret.NewValue(text)
	if err != nil {
		return secret.Value{}, usage("%s: %v", name, err)
	}
	return value, nil
}

// ref returns the one key of an integration that is meant.
func (s *keySource) ref(k *keyTarget, integration string) (resource.KeyRef, error) {
	uses, err := k.of(integration)
	if err != nil {
		return resource.KeyRef{}, err
	}
	var fields []string
	var found []resource.KeyRef
	for _, use := range uses {
		fields = append(fields, use.Ref.Field)
		if s.field == "" || s.field == use.Ref.Field {
			found = append(found, use.Ref)
		}
	}
	if len(found) != 1 {
		return resource.KeyRef{}, usage("integration %q has the keys: %s; choose one with --field", integration, strings.Join(fields, ", "))
	}
	return found[0], nil
}

func (a *app) keysSetCommand() *cobra.Command {
	var from keySource
	var force bool
	cmd := &cobra.Command{
		Use:   "set INTEGRATION",
		Short: "Store the API key of an integration",
		Long: `Store the API key of an integration as a new version in the target's key store. The key is read from
standard input (on a terminal it is asked for and not shown), from an environment variable or from a
file, never from an argument. Storing the key that is there already writes nothing.

The live release goes on with the version it has until the next ` + "`catalogc publish`" + `.`,
		Example: `  catalogc keys set openai --target production < key.txt
  catalogc keys set openai --from-env OPENAI_API_KEY`,
		Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := a.keyTarget(cmd.Context())
			if err != nil {
				return err
			}
			ref, err := from.ref(k, args[0])
			if err != nil {
				return err
			}
			value, err := a.readKey(&from)
			if err != nil {
				return err
			}
			return a.storeKey(cmd.Context(), k, args[0], ref, value, force)
		},
	}
	a.addTarget(cmd.Flags())
	from.add(cmd.Flags())
	cmd.Flags().BoolVar(&force, "force", false, "store it even where the key is marked as that of another catalogue or target")
	return cmd
}

func (a *app) storeKey(ctx context.Context, k *keyTarget, integration string, ref resource.KeyRef, value secret.Value, force bool) error {
	if path, isFile := strings.CutPrefix(k.Keys, "file:"); isFile && k.Vault == nil {
		if err := ignoreState(k.path(path), k.home); err != nil {
			return err
		}
	}
	// The database is not asked: a key can be replaced while it is down.
	keys, err := a.openKeys(ctx, k.target)
	if err != nil {
		return fmt.Errorf("target %q: %w", k.name, err)
	}
	if keys == nil {
		return noKeyStore(k.target)
	}
	return errors.Join(a.setKey(ctx, k, keys, release.KeyUse{Integration: integration, Ref: ref}, value, force), keys.Close())
}

func (a *app) setKey(ctx context.Context, k *keyTarget, keys release.Keys, use release.KeyUse, value secret.Value, force bool) error {
	state, err := keys.State(ctx, use.Ref.Path)
	if err != nil {
		return err
	}
	status := release.KeyStatus{State: state}
	if status.Foreign(k.project.Name, k.name) && !force {
		return &codeError{code: exitRefused, message: fmt.Sprintf("%s is marked as that of %s/%s; if it is meant to be shared, give --force", use.Ref, state.Owner.Catalog, state.Owner.Target)}
	}
	version, written, err := keys.Set(ctx, use.Ref, value, state.Current)
	if err != nil {
		return fmt.Errorf("store %s: %w", use.Ref, err)
	}
	if !written {
		a.progress("nothing to do: %s holds this key already, as version %d", use.Ref, version)
		return nil
	}
	a.progress("stored version %d of %s (%s) in %s; the next `catalogc publish` goes with it", version, use.Ref, use.Integration, keys)
	return nil
}

func (a *app) keysSealCommand() *cobra.Command {
	var from keySource
	cmd := &cobra.Command{
		Use:   "seal INTEGRATION",
		Short: "Encrypt the API key of an integration into the catalogue",
		Long: `Encrypt the API key of an integration for the age recipients in catalogc.yaml and write it into the
catalogue, as keys/INTEGRATION.age, or with --target as keys/TARGET/INTEGRATION.age for that target
only. So rotating a key is a pull request that shows no secret. ` + "`catalogc publish`" + ` opens it with the
identity in CATALOGC_AGE_IDENTITY and stores it as a new version.`,
		Example: "  catalogc keys seal openai < key.txt",
		Args:    oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			folder := sealedFolder
			if cmd.Flags().Changed("target") {
				folder = filepath.Join(sealedFolder, a.target)
			}
			return a.sealKey(cmd.Context(), args[0], folder, &from)
		},
	}
	a.addTarget(cmd.Flags())
	from.add(cmd.Flags())
	return cmd
}

func (a *app) sealKey(ctx context.Context, integration, folder string, from *keySource) error {
	k, err := a.keyTarget(ctx)
	if err != nil {
		return err
	}
	if _, err := from.ref(k, integration); err != nil {
		return err
	}
	if len(k.project.AgeRecipients) == 0 {
		return usage("catalogc.yaml names nobody to seal keys for; `age-keygen` makes a key pair, and age_recipients in catalogc.yaml takes its public key")
	}
	value, err := a.readKey(from)
	if err != nil {
		return err
	}
	path := filepath.Join(k.root, folder, integration+".age")
	if a.isSealed(path, value) {
		a.progress("nothing to do: %s holds this key already", path)
		return nil
	}
	sealed, err := keyfile.Seal(value, k.project.AgeRecipients)
	if err != nil {
		return usage("age_recipients in catalogc.yaml: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("seal the key: %w", err)
	}
	if err := writeFile(path, func(w io.Writer) error { _, err := io.WriteString(w, sealed); return err }); err != nil {
		return err
	}
	a.progress("sealed for %d recipient%s: %s; commit it, and the publish after its review stores the key", len(k.project.AgeRecipients), plural(len(k.project.AgeRecipients)), path)
	return nil
}

// isSealed reports whether a file holds a key already, as far as somebody who
// can open it asks: sealing it again would be a change of nothing.
func (a *app) isSealed(path string, value secret.Value) bool {
	text, err := os.ReadFile(path)
	if err != nil || a.env[identityVariable] == "" {
		return false
	}
	old, err := a.unseal(string(text))
	return err == nil && old.Equal(value)
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
