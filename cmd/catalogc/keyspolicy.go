package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/vault"
)

func (a *app) keysPolicyCommand() *cobra.Command {
	var options vault.PolicyOptions
	var only string
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Print the Vault policies that publisher, application and auditor need, and no more",
		Long: `Print, in Vault's own language, the least that each needs for the keys of this catalogue: the
publisher stores and marks keys, the application reads them, the auditor sees which versions exist
and never a value. They name exactly the paths that the catalogue refers to.`,
		Example: `  catalogc keys policy --target production
  catalogc keys policy --target production --for application | vault policy write catalogc-application -`,
		Args: maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			k, err := a.keyTarget(cmd.Context())
			if err != nil {
				return err
			}
			if k.Vault == nil {
				return usage("policies are Vault's, and target %q has no `vault:` in catalogc.yaml", k.name)
			}
			refs := make([]resource.KeyRef, len(k.uses))
			for i := range k.uses {
				refs[i] = k.uses[i].Ref
			}
			options.Mount, options.Prefix = k.Vault.Mount, k.Vault.Prefix
			policies, err := vault.Policies(options, refs)
			if err != nil {
				return usage("target %q: %v", k.name, err)
			}
			return a.printPolicies(policies, only)
		},
	}
	a.addTarget(cmd.Flags())
	cmd.Flags().StringVar(&only, "for", "", "print the policy of one `ROLE` only: publisher, application or auditor")
	cmd.Flags().BoolVar(&options.Prune, "prune", false, "let the publisher destroy old versions, for catalogc keys prune")
	a.addOutput(cmd.Flags())
	return cmd
}

func (a *app) printPolicies(policies []vault.Policy, only string) error {
	if only != "" {
		policies = slices.DeleteFunc(policies, func(p vault.Policy) bool { return p.Name != only })
		if len(policies) == 0 {
			return usage("--for wants publisher, application or auditor, not %q", only)
		}
	}
	return a.write(func(w io.Writer) error {
		for i, policy := range policies {
			if i > 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintf(w, "# %s\n%s", policy.Name, policy.HCL)
		}
		return nil
	})
}
