package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/schemas"
)

func (a *app) kindsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "kinds [KIND]",
		Short:   "List the kinds of documents, or the fields of one",
		Example: "  catalogc kinds\n  catalogc kinds Prompt",
		Args:    maxArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			docs, project, err := kindDocs()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return a.write(func(w io.Writer) error { return report.Kinds(w, format, docs, project, a.style("")) })
			}
			doc, err := findKind(docs, args[0])
			if err != nil {
				return err
			}
			return a.write(func(w io.Writer) error { return report.Kind(w, format, doc, a.style("")) })
		},
	}
	cmd.ValidArgs = kinds.All().Names()
	a.addFormat(cmd.Flags(), "text, json or markdown")
	a.addOutput(cmd.Flags())
	return cmd
}

// kindDocs returns what the schemas say of each kind and of the project file.
func kindDocs() ([]report.KindDoc, schema.Field, error) {
	set, err := schema.Load(schemas.Files)
	if err != nil {
		return nil, schema.Field{}, err
	}
	project, err := set.Schema("catalogc")
	if err != nil {
		return nil, schema.Field{}, err
	}
	var docs []report.KindDoc
	for _, kind := range kinds.All().All() {
		s, err := set.Schema(kind.SchemaName())
		if err != nil {
			return nil, schema.Field{}, err
		}
		docs = append(docs, report.KindDoc{Kind: kind, Schema: s.Describe()})
	}
	return docs, project.Describe(), nil
}

func findKind(docs []report.KindDoc, name string) (report.KindDoc, error) {
	var names []string
	for _, doc := range docs {
		if strings.EqualFold(doc.Kind.Name, name) || strings.EqualFold(doc.Kind.Plural, name) {
			return doc, nil
		}
		names = append(names, doc.Kind.Name)
	}
	if nearest := diag.Nearest(name, names); nearest != "" {
		return report.KindDoc{}, usage("unknown kind %q; did you mean %q?", name, nearest)
	}
	return report.KindDoc{}, usage("unknown kind %q; the kinds are: %s", name, strings.Join(names, ", "))
}
