package kinds

import "github.com/igny8/catalogc/compiler/resource"

// ModuleKind is the name of the kind Module.
const ModuleKind = "Module"

// ModuleDoc is the content of a Module document.
type ModuleDoc struct {
	resource.Meta
	Enabled  bool     `yaml:"enabled"`
	Requires []string `yaml:"requires" ref:"Module"`
}

// Module declares the kind of platform modules.
func Module() *resource.Kind {
	return resource.Define[ModuleDoc](resource.Spec{
		Name: ModuleKind, Plural: "modules",
		Doc: "A module of the platform, whether it is switched on, and the modules it requires.",
	})
}
