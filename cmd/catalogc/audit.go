package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
)

func (a *app) auditCommand() *cobra.Command {
	var verify bool
	var limit int
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "List who published what, when, from which commit and under which plan",
		Long: `List the audit log of a target, the newest entry first. Each entry's hash covers the one before it:
with --verify the whole chain is computed anew, and an entry that was changed, added or removed is
named. Note the last hash elsewhere to prove later that nothing was cut off the end.`,
		Example: `  catalogc audit --target production
  catalogc audit --target production --verify`,
		Args: maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			if limit < 0 {
				return usage("--limit wants a number from 0, not %d", limit)
			}
			return a.read(cmd.Context(), func(p *release.Publisher) error {
				entries, err := p.Store.Audit(cmd.Context())
				if err != nil {
					return err
				}
				if verify {
					return a.verifyAudit(entries)
				}
				slices.Reverse(entries)
				if limit > 0 && len(entries) > limit {
					entries = entries[:limit]
				}
				return a.write(func(w io.Writer) error { return report.Audit(w, format, entries, a.style("")) })
			})
		},
	}
	a.addTarget(cmd.Flags())
	a.addFormat(cmd.Flags(), "text, json or markdown")
	cmd.Flags().IntVarP(&limit, "limit", "n", 20, "at most `N` entries; 0 is all")
	cmd.Flags().BoolVar(&verify, "verify", false, "prove that the log is whole; exit with 1 when it is not")
	return cmd
}

func (a *app) verifyAudit(entries []release.AuditEntry) error {
	if err := release.VerifyAudit(entries); err != nil {
		return &codeError{code: exitFindings, message: err.Error()}
	}
	if len(entries) == 0 {
		a.progress("the audit log is empty")
		return nil
	}
	return a.write(func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "ok: the audit log is whole; it has %s, and the last has the hash %s\n", entriesIn(len(entries)), entries[len(entries)-1].Hash)
		return err
	})
}

func entriesIn(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return report.Number(n) + " entries"
}
