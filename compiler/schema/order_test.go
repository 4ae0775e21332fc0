package schema

import (
	"strings"
	"testing"

	"github.com/igny8/catalogc/schemas"
)

func TestOrder(t *testing.T) {
	set, err := Load(schemas.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ schema, pattern, want string }{
		{"module", "", "kind name title description labels owner active enabled requires"},
		{"prompt", "/variables/*", "name description type required default example"},
		{"settings", "/operations/*", "type model parameters"},
		{"settings", "/operations/*/parameters/stop", ""},
		{"profile", "/structure_template", ""},
		{"model", "/prices/*/tiers/*", "above edge counts mode period rates"},
		{"model", "/prices/*/rates/image/*", "amount per size quality style steps resolution audio context_size results term"},
		{"model", "/nothing/*/here", ""},
	} {
		s, err := set.Schema(test.schema)
		if err != nil {
			t.Fatal(err)
		}
		field := s.Describe()
		if got := strings.Join(field.Order(test.pattern), " "); got != test.want {
			t.Errorf("order of %s %q is %q, want %q", test.schema, test.pattern, got, test.want)
		}
	}
}
