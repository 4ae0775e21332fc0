package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/plan"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/secret"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
)

// fmtOptions are the flags of fmt.
type fmtOptions struct {
	check, diff bool
}

func (a *app) fmtCommand() *cobra.Command {
	var options fmtOptions
	cmd := &cobra.Command{
		Use:   "fmt [PATH… | -]",
		Short: "Lay files out canonically, comments kept",
		Long: `Rewrite files in the canonical layout: fields in the order of the schema, two spaces of
indentation, one way of quoting, LF at line ends. Comments and values stay as they are. Without a
path all files of the catalogue are formatted; a folder means all files below it; - formats
standard input to standard output.`,
		Example: `  catalogc fmt
  catalogc fmt --check             (in CI: exit code 1 when a file would change)
  catalogc fmt --diff prompts/`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if slices.Equal(args, []string{"-"}) {
				return a.formatStdin(options)
			}
			files, err := a.filesToFormat(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.formatFiles(cmd.Context(), files, options)
		},
	}
	cmd.Flags().BoolVar(&options.check, "check", false, "write nothing; list the files that would change and exit with 1 if there are any")
	cmd.Flags().BoolVar(&options.diff, "diff", false, "write nothing; show what would change")
	return cmd
}

func (a *app) formatStdin(options fmtOptions) error {
	data, err := io.ReadAll(a.stdin)
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	order, err := compiler.FieldOrder()
	if err != nil {
		return err
	}
	formatted, err := syntax.Format("<stdin>", data, order)
	if err != nil {
		return a.notFormatted(err, data)
	}
	if !options.check && !options.diff {
		_, err := a.stdout.Write(formatted)
		return err
	}
	if bytes.Equal(data, formatted) {
		return nil
	}
	a.showChange("<stdin>", data, formatted, options)
	if options.check {
		return errFindings
	}
	return nil
}

// filesToFormat returns the paths of all files meant, in order.
func (a *app) filesToFormat(ctx context.Context, args []string) ([]string, error) {
	if len(args) == 0 {
		root, err := a.findCatalog()
		if err != nil {
			return nil, err
		}
		args = []string{root}
	}
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("there is no file or folder %s", arg)
		case err != nil:
			return nil, fmt.Errorf("open %s: %w", arg, err)
		case !info.IsDir():
			files = append(files, arg)
			continue
		}
		tree, err := source.Folder(ctx, arg)
		if err != nil {
			return nil, err
		}
		if len(tree.Diagnostics) > 0 {
			return nil, fmt.Errorf("%s", tree.Diagnostics[0])
		}
		for _, file := range tree.Files {
			files = append(files, filepath.Join(arg, filepath.FromSlash(file.Path)))
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// formatFiles formats each file on its own: one that cannot be formatted is
// reported and the others are formatted all the same.
func (a *app) formatFiles(ctx context.Context, files []string, options fmtOptions) error {
	order, err := compiler.FieldOrder()
	if err != nil {
		return err
	}
	changed, refused := 0, false
	for _, path := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("format: %w", err)
		}
		formatted, err := syntax.Format(filepath.ToSlash(path), data, order)
		if err != nil {
			if err := a.notFormatted(err, data); !errors.Is(err, errFindings) {
				return err
			}
			refused = true
			continue
		}
		if bytes.Equal(data, formatted) {
			continue
		}
		changed++
		if options.check || options.diff {
			a.showChange(path, data, formatted, options)
			continue
		}
		if err := writeFile(path, func(w io.Writer) error { _, err := w.Write(formatted); return err }); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, path)
	}
	a.progress("%d of %s %s", changed, diag.Count(len(files), "file"), verb(options))
	if refused || options.check && changed > 0 {
		return errFindings
	}
	return nil
}

func verb(options fmtOptions) string {
	if options.check || options.diff {
		return "would change"
	}
	return "formatted"
}

func (a *app) showChange(path string, before, after []byte, options fmtOptions) {
	if options.diff {
		fmt.Fprint(a.stdout, secret.Redact(plan.Unified(path, path+" (formatted)", string(before), string(after))))
	} else {
		fmt.Fprintln(a.stdout, path)
	}
}

// notFormatted shows why a file cannot be formatted.
func (a *app) notFormatted(err error, data []byte) error {
	var refused *syntax.FormatError
	if !errors.As(err, &refused) {
		return err
	}
	lines := source.Lines(data)
	findings := report.Findings{
		List: refused.Diagnostics, Documents: 1, Definitions: compiler.Definitions(),
		Source: func(_ string, line int) string { return lineOf(lines, line) },
	}
	style := a.styleOf(a.stderr, "")
	style.Quiet = true
	if err := report.Diagnostics(a.stderr, report.Text, findings, style); err != nil {
		return err
	}
	return errFindings
}
