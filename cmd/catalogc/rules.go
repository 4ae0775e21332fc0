package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/report"
)

func (a *app) rulesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List everything that catalogc can report",
		Args:  maxArgs(0),
		RunE: func(*cobra.Command, []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			return a.write(func(w io.Writer) error { return report.Rules(w, format, compiler.Definitions(), a.style("")) })
		},
	}
	a.addFormat(cmd.Flags(), "text, json or markdown")
	a.addOutput(cmd.Flags())
	return cmd
}

func (a *app) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "explain CODE",
		Short:   "Explain a finding: what it means, why it matters, what to do",
		Example: "  catalogc explain PRM001\n  catalogc explain undeclared-variable",
		Args:    oneArg,
		RunE: func(_ *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			definition, err := findDefinition(args[0])
			if err != nil {
				return err
			}
			example, err := compiler.ExampleOf(definition.Code)
			if err != nil {
				return err
			}
			explanation := report.Explanation{
				Definition: definition, Findings: example.Findings,
				Live: exampleFiles(example.Live), Bad: exampleFiles(example.Bad), Good: exampleFiles(example.Good),
			}
			return a.write(func(w io.Writer) error { return report.Explain(w, format, explanation, a.style("")) })
		},
	}
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var codes []string
		for _, d := range compiler.Definitions() {
			codes = append(codes, d.Code+"\t"+d.Summary)
		}
		return codes, cobra.ShellCompDirectiveNoFileComp
	}
	a.addFormat(cmd.Flags(), "text or json")
	return cmd
}

func exampleFiles(files []compiler.ExampleFile) []report.ExampleFile {
	shown := make([]report.ExampleFile, len(files))
	for i, file := range files {
		shown[i] = report.ExampleFile{Path: file.Path, Text: file.Text}
		if file.Target != "" {
			shown[i].Path += " (a symbolic link to " + file.Target + ")"
		}
	}
	return shown
}

// findDefinition finds a code or a name, in any case.
func findDefinition(name string) (*diag.Definition, error) {
	var names []string
	for _, d := range compiler.Definitions() {
		if strings.EqualFold(d.Code, name) || strings.EqualFold(d.Name, name) {
			return d, nil
		}
		names = append(names, d.Code, d.Name)
	}
	for _, spelling := range []string{strings.ToUpper(name), strings.ToLower(name)} {
		if nearest := diag.Nearest(spelling, names); nearest != "" {
			return nil, usage("unknown code %q; did you mean %s? (`catalogc rules` lists them all)", name, nearest)
		}
	}
	return nil, usage("unknown code %q (`catalogc rules` lists them all)", name)
}
