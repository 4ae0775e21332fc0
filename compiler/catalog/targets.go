package catalog

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/signature"
	"github.com/igny8/catalogc/compiler/syntax"
)

// checkTargets finds what is wrong with targets and signers besides their shape,
// which the schema knows.
func checkTargets(document *syntax.Document) diag.List {
	var findings diag.List
	report := func(definition *diag.Definition, node *syntax.Node, pointer, help, message string) {
		d := definition.New(message)
		d.At(document.Place(node))
		d.Pointer, d.Help = pointer, help
		findings = append(findings, d)
	}
	var names []string
	signers := document.Root.Get("signers")
	for i := range fields(signers) {
		name, key := signers.Field(i)
		names = append(names, name.Text)
		if key.Kind != syntax.Scalar || key.Text == "" {
			continue
		}
		if _, err := signature.ParsePublicKey(key.Text); err != nil {
			report(BadSignerKey, key, syntax.Pointer("/signers", name.Text), "",
				fmt.Sprintf("the key of signer %q cannot be read: %v", name.Text, err))
		}
	}
	targets := document.Root.Get("targets")
	for i := range fields(targets) {
		name, target := targets.Field(i)
		pointer := syntax.Pointer("/targets", name.Text)
		if keys, vault := target.Get("keys"), target.Get("vault"); keys != nil && vault != nil {
			report(TwoKeyStores, target.Key("keys"), pointer+"/keys", "remove one of the two",
				fmt.Sprintf("target %q keeps its keys in a file and in Vault", name.Text))
		}
		wanted := target.Get("signed_by")
		if wanted == nil || wanted.Kind != syntax.Sequence {
			continue
		}
		for n := range wanted.Len() {
			if signer := wanted.Item(n); signer.Kind == syntax.Scalar && signer.Text != "" && signers.Get(signer.Text) == nil {
				report(UnknownSigner, signer, syntax.Index(pointer+"/signed_by", n), "list the signer's public key under signers",
					fmt.Sprintf("unknown signer %q", signer.Text)+diag.DidYouMean(signer.Text, names))
			}
		}
	}
	return findings
}

// fields returns the number of fields of a mapping, which is 0 for anything else.
func fields(node *syntax.Node) int {
	if node == nil || node.Kind != syntax.Mapping {
		return 0
	}
	return node.Len()
}
