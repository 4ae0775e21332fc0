package vault

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// Policy is a policy of Vault.
type Policy struct {
	// Name is publisher, application or auditor.
	Name string
	// HCL is the text that `vault policy write` takes.
	HCL string
}

// PolicyOptions say whose policies are wanted.
type PolicyOptions struct {
	Mount, Prefix string
	// Prune lets the publisher destroy versions that no release needs.
	Prune bool
}

// Policies returns the least that each of the three who touch a catalogue's keys
// needs, for exactly the paths that the catalogue names: who publishes, the
// application that reads the pinned versions, and who looks after both without
// seeing a key.
func Policies(options PolicyOptions, refs []resource.KeyRef) ([]Policy, error) {
	mount, prefix := strings.Trim(options.Mount, "/"), strings.Trim(options.Prefix, "/")
	var paths []string
	for _, ref := range refs {
		if err := release.CheckKeyPath(ref.Path); err != nil {
			return nil, err
		}
		paths = append(paths, ref.Path)
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	for _, p := range append([]string{mount, prefix}, paths...) {
		// Vault's policies know * at the end, + between slashes and {{templates}}.
		if strings.ContainsAny(p, "*+{") {
			return nil, fmt.Errorf("path %q holds one of *, + and {, which mean something else in a policy", p)
		}
	}

	publisher := &policyText{head: "Publishes releases: writes keys, and reads them to see whether they changed."}
	application := &policyText{head: "Reads the keys that the live release pins."}
	auditor := &policyText{head: "Sees which keys and versions there are, and to whom they belong. Reads no key."}
	for _, p := range paths {
		data, metadata := apiPath(mount, "data", prefix, p), apiPath(mount, "metadata", prefix, p)
		subkeys := apiPath(mount, "subkeys", prefix, p)
		publisher.allow(data, "create", "read", "update")
		publisher.allow(metadata, "read", "patch")
		publisher.allow(subkeys, "read")
		if options.Prune {
			publisher.allow(apiPath(mount, "destroy", prefix, p), "update")
		}
		application.allow(data, "read")
		auditor.allow(metadata, "read")
		auditor.allow(subkeys, "read")
	}
	for _, folder := range folders(prefix, paths) {
		auditor.allow(mount+"/metadata/"+folder, "list")
	}
	return []Policy{{"publisher", publisher.String()}, {"application", application.String()}, {"auditor", auditor.String()}}, nil
}

// folders returns the folders that hold the paths, from the prefix down, each
// with a slash at its end.
func folders(prefix string, paths []string) []string {
	var found []string
	for _, p := range paths {
		for folder := path.Dir(p); ; folder = path.Dir(folder) {
			full := strings.TrimPrefix(path.Join("/", prefix, folder)+"/", "/")
			found = append(found, strings.TrimPrefix(full, "/"))
			if folder == "." {
				break
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// policyText is a policy being written.
type policyText struct {
	head  string
	rules []string
}

func (p *policyText) allow(path string, capabilities ...string) {
	p.rules = append(p.rules, fmt.Sprintf("path %q {\n  capabilities = [\"%s\"]\n}\n", path, strings.Join(capabilities, `", "`)))
}

func (p *policyText) String() string {
	return "# " + p.head + "\n\n" + strings.Join(p.rules, "\n")
}
