package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/source"
)

func (a *app) validateCommand() *cobra.Command {
	var stdinPath string
	cmd := &cobra.Command{
		Use:   "validate [DIR | -]",
		Short: "Check everything that can be known offline",
		Long: `Check the whole catalogue: syntax, schemas, references, templates, prices, lifecycles. All
findings of all files are shown in one run. The exit code is 1 when one of them is an error.

With - the text on standard input is checked as the file --stdin-path names, in place of what is
on disk: so an editor can check what is not saved yet.`,
		Example: `  catalogc validate
  catalogc validate --format sarif -o findings.sarif
  catalogc validate - --stdin-path prompts/ideas.yaml < draft.yaml`,
		Args: maxArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var change func(*source.Tree)
			switch {
			case len(args) == 1 && args[0] == "-":
				data, err := io.ReadAll(a.stdin)
				if err != nil {
					return fmt.Errorf("read standard input: %w", err)
				}
				change = func(tree *source.Tree) { replace(tree, source.File{Path: stdinPath, Data: data}) }
			case len(args) == 1:
				a.catalog = args[0]
			}
			format, err := report.ParseFormat(a.format)
			if err != nil {
				return usage("%v", err)
			}
			c, err := a.compile(cmd.Context(), a.overlaid, change)
			if err != nil {
				return err
			}
			if err := a.printFindings(c, format); err != nil {
				return err
			}
			if c.Diagnostics.HasErrors() {
				return errFindings
			}
			return nil
		},
	}
	flags := cmd.Flags()
	a.addOverlaid(flags)
	a.addFormat(flags, "text, json, sarif, junit, github, gitlab or markdown")
	a.addOutput(flags)
	a.addToday(flags)
	flags.StringVar(&stdinPath, "stdin-path", "stdin.yaml", "`PATH` in the catalogue that standard input stands for")
	return cmd
}

// replace puts a file into a tree, in place of one of the same path.
func replace(tree *source.Tree, file source.File) {
	i, found := slices.BinarySearchFunc(tree.Files, file.Path, func(f source.File, path string) int { return strings.Compare(f.Path, path) })
	if found {
		tree.Files[i] = file
		return
	}
	tree.Files = slices.Insert(tree.Files, i, file)
}

func (a *app) printFindings(c *compiled, format report.Format) error {
	return a.write(func(w io.Writer) error {
		style := a.style(c.prefix())
		style.Quiet = a.quiet
		return report.Diagnostics(w, format, c.findings(c.Diagnostics), style)
	})
}

func (a *app) addFormat(flags *pflag.FlagSet, formats string) {
	flags.StringVarP(&a.format, "format", "f", "text", "`FORMAT` of the output: "+formats)
}

func (a *app) addOutput(flags *pflag.FlagSet) {
	flags.StringVarP(&a.output, "output", "o", "", "`FILE` to write to (default: standard output, as with -)")
}

func (a *app) addToday(flags *pflag.FlagSet) {
	flags.StringVar(&a.today, "today", "", "`DATE` on which lifecycles and waivers are judged (default: today, UTC)")
}

func (a *app) addTarget(flags *pflag.FlagSet) {
	flags.StringVarP(&a.target, "target", "t", "local", "`TARGET` of catalogc.yaml to publish to or read from")
}

// addOverlaid is for commands that need no target but may look at the catalogue
// as it is for one.
func (a *app) addOverlaid(flags *pflag.FlagSet) {
	flags.StringVarP(&a.overlaid, "target", "t", "", "apply the overlays of this `TARGET` (default: none)")
}

// addActor is for commands that the audit log tells about.
func (a *app) addActor(flags *pflag.FlagSet) {
	flags.StringVar(&a.actor, "actor", "", "`NAME` of who does this, for releases and the audit log (default: user@host)")
}

// addPublishing are the flags of commands that publish.
func (a *app) addPublishing(flags *pflag.FlagSet) {
	a.addActor(flags)
	a.addWithoutKeys(flags)
	flags.BoolVarP(&a.yes, "yes", "y", false, "publish without asking")
	flags.BoolVar(&a.allowDeletes, "allow-deletes", false, "publish even where more than 20 % of a kind, and more than 10 documents of it, are removed")
}

// addWithoutKeys is for when the key store is down and the rest cannot wait.
func (a *app) addWithoutKeys(flags *pflag.FlagSet) {
	flags.BoolVar(&a.withoutKeys, "without-keys", false, "leave the key store alone, as when it is down: keys stay as the live release has them")
}

// maxArgs takes at most n arguments.
func maxArgs(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usage("%s takes at most %s, not %d (usage: %s)", cmd.CommandPath(), diag.Count(n, "argument"), len(args), cmd.UseLine())
		}
		return nil
	}
}

// oneArg takes just one argument.
func oneArg(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("%s takes 1 argument, not %d (usage: %s)", cmd.CommandPath(), len(args), cmd.UseLine())
	}
	return nil
}
