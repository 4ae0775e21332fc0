package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
)

// app is one run of the program: its streams, its environment and the flags
// that all commands share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            map[string]string

	catalog string
	target  string
	// overlaid is the target whose overlays are applied by commands that need no
	// target themselves.
	overlaid string
	format   string
	output   string
	today    string
	actor    string
	yes      bool
	// allowDeletes publishes what removes much of a kind.
	allowDeletes bool
	// withoutKeys leaves the key store alone.
	withoutKeys bool
	quiet       bool
	noColor     bool
}

// Main runs one command line and returns its exit code. It reads nothing but
// the arguments, the streams, the environment given and files.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, env: map[string]string{}}
	for _, pair := range env {
		if name, value, ok := strings.Cut(pair, "="); ok {
			a.env[name] = value
		}
	}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil && !errors.Is(err, release.ErrUncertain) && !errors.As(err, new(*release.UnfinishedError)) {
		err = errors.New("interrupted; what was not reported as published was not published")
	}
	return a.exit(err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "catalogc",
		Short: "Compile an AI platform's configuration",
		Long: `catalogc compiles an AI platform's configuration: prompts, author profiles, content
strategies, provider integrations, modules and model prices, kept as YAML in git. It validates
them, shows what publishing would change, and publishes them to the database the platform reads.

The catalogue is the nearest folder up from here that has a catalogc.yaml, or its folder catalog/.
Any flag --a-b can also be set by the environment variable CATALOGC_A_B.`,
		Example: `  catalogc init my-catalogue     write the skeleton of a catalogue
  catalogc validate              check everything that can be known offline
  catalogc plan                  show what publishing would change
  catalogc publish               publish it`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.fromEnvironment(cmd) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = false
	flags := root.PersistentFlags()
	flags.StringVar(&a.catalog, "catalog", "", "catalogue `DIR` (default: the nearest folder up from here with a catalogc.yaml, or its catalog/)")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print results only, no progress and no summaries")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours (so does the variable NO_COLOR)")
	root.AddCommand(
		a.validateCommand(), a.fmtCommand(), a.diffCommand(), a.compileCommand(), a.signCommand(), a.planCommand(), a.publishCommand(),
		a.rollbackCommand(), a.releasesCommand(), a.showCommand(), a.auditCommand(), a.driftCommand(), a.rebuildCommand(),
		a.dumpCommand(), a.keysCommand(), a.initCommand(), a.rulesCommand(), a.kindsCommand(),
		a.explainCommand(), a.versionCommand(),
	)
	return root
}

// fromEnvironment sets each flag that was not given from its variable:
// --no-color from CATALOGC_NO_COLOR.
func (a *app) fromEnvironment(cmd *cobra.Command) error {
	var failure error
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		name := "CATALOGC_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		value, ok := a.env[name]
		if flag.Changed || !ok || value == "" || failure != nil {
			return
		}
		if err := cmd.Flags().Set(flag.Name, value); err != nil {
			failure = usage("%s=%q: %v", name, value, err)
		}
	})
	return failure
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	if nearest := diag.Nearest(name, names); nearest != "" {
		return usage("unknown command %q; did you mean %q?", name, nearest)
	}
	return usage("unknown command %q; the commands are: %s", name, strings.Join(names, ", "))
}

// flagError adds the nearest flag to cobra's own words.
func flagError(cmd *cobra.Command, err error) error {
	message := err.Error()
	if name, ok := strings.CutPrefix(message, "unknown flag: --"); ok {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if nearest := diag.Nearest(name, names); nearest != "" {
			message += "; did you mean --" + nearest + "?"
		}
	}
	return usage("%s (see %s --help)", message, cmd.CommandPath())
}

// style says how to render for where results go.
func (a *app) style(root string) report.Style {
	if a.output != "" && a.output != "-" {
		return report.Style{Root: root}
	}
	return a.styleOf(a.stdout, root)
}

// styleOf says how to render for a stream: with colours only on a terminal.
func (a *app) styleOf(w io.Writer, root string) report.Style {
	style := report.Style{Root: root}
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return style
	}
	style.Color = !a.noColor && a.env["NO_COLOR"] == "" && a.env["TERM"] != "dumb"
	if width, _, err := term.GetSize(int(file.Fd())); err == nil {
		style.Width = width
	}
	return style
}

// interactive reports whether somebody can be asked.
func (a *app) interactive() bool {
	in, ok1 := a.stdin.(*os.File)
	out, ok2 := a.stderr.(*os.File)
	return ok1 && ok2 && term.IsTerminal(int(in.Fd())) && term.IsTerminal(int(out.Fd()))
}

// progress tells what is going on, on standard error.
func (a *app) progress(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}
