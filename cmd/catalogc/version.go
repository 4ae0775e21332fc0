package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// versionInfo is what `catalogc version --format json` prints.
type versionInfo struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Time    string `json:"time,omitempty"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

// version reads what the Go toolchain wrote into the binary: the module's
// version for an installed one, the commit for one built in a checkout.
func version() versionInfo {
	v := versionInfo{Version: "devel", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		v.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Commit = setting.Value
		case "vcs.time":
			v.Time = setting.Value
		}
	}
	return v
}

func (a *app) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  maxArgs(0),
		RunE: func(*cobra.Command, []string) error {
			v := version()
			return a.write(func(w io.Writer) error {
				if a.format == "json" {
					return json.NewEncoder(w).Encode(v)
				}
				if a.format != "text" {
					return usage("version is printed as text or json, not as %q", a.format)
				}
				fmt.Fprintf(w, "catalogc %s", v.Version)
				if v.Commit != "" {
					fmt.Fprintf(w, " (%.12s)", v.Commit)
				}
				_, err := fmt.Fprintf(w, " %s %s/%s\n", v.Go, v.OS, v.Arch)
				return err
			})
		},
	}
	a.addFormat(cmd.Flags(), "text or json")
	return cmd
}
