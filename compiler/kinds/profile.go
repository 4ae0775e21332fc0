package kinds

import "github.com/igny8/catalogc/compiler/resource"

// ProfileKind is the name of the kind Profile.
const ProfileKind = "Profile"

// ProfileDoc is the content of a Profile document.
type ProfileDoc struct {
	resource.Meta
	Version           int           `yaml:"version" default:"1"`
	Category          string        `yaml:"category" vocabulary:"profile_categories"`
	Tone              string        `yaml:"tone"`
	Language          string        `yaml:"language" default:"en"`
	StructureTemplate resource.JSON `yaml:"structure_template"`
}

// Profile declares the kind of author personas.
func Profile() *resource.Kind {
	return resource.Define[ProfileDoc](resource.Spec{
		Name: ProfileKind, Plural: "profiles",
		Doc: "An author persona that accounts clone: tone, language and how its texts are built.",
	})
}
