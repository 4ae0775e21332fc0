// Package schemas holds the JSON Schema files (draft 2020-12) of the catalogue
// format: one a kind, one for the project file and the definitions they share.
package schemas

import "embed"

// Files are the schema files, named <kind in lower case>.schema.json.
//
//go:embed *.schema.json
var Files embed.FS
