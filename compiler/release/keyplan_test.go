package release

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

func TestPlanKeys(t *testing.T) {
	use := KeyUse{Integration: "openai", Ref: resource.KeyRef{Path: "platform/openai", Field: "api_key"}}
	pin := func(version int, sealed string) Pin {
		return Pin{Integration: use.Integration, Ref: use.Ref, Version: version, Sealed: sealed}
	}
	// status has versions 1 to latest, of which gone are destroyed.
	status := func(live Pin, latest int, gone ...int) KeyStatus {
		s := KeyStatus{KeyUse: use, Pin: live, Latest: latest, State: KeyState{Current: latest}}
		for n := 1; n <= latest; n++ {
			version := KeyVersion{Number: n}
			for _, g := range gone {
				version.Destroyed = version.Destroyed || g == n
			}
			s.State.Versions = append(s.State.Versions, version)
			if version.Destroyed && s.Latest == n {
				s.Latest = 0
			}
		}
		return s
	}
	const text = "sealed text"
	digest := bundle.DigestOf([]byte(text))
	key := func(action plan.KeyAction, from, version int) plan.Key {
		return plan.Key{Action: action, Integration: "openai", Path: "platform/openai", Field: "api_key", From: from, Version: version}
	}
	write := func(from, current int) plan.Key {
		k := key(plan.WriteKey, from, 0)
		k.Current, k.Sealed, k.SealedDigest = current, text, digest
		return k
	}
	sealed := map[string]string{"openai": text}
	withSealed := func(k plan.Key, digest string) plan.Key { k.SealedDigest = digest; return k }

	for name, test := range map[string]struct {
		statuses     []KeyStatus
		sealed       map[string]string
		pins, wanted []Pin
		want         []plan.Key
	}{
		"missing":                       {statuses: []KeyStatus{status(Pin{}, 0)}},
		"stored since":                  {statuses: []KeyStatus{status(Pin{}, 2)}, want: []plan.Key{key(plan.PinKey, 0, 2)}},
		"as it is":                      {statuses: []KeyStatus{status(pin(2, ""), 2)}},
		"rotated":                       {statuses: []KeyStatus{status(pin(2, ""), 3)}, want: []plan.Key{key(plan.PinKey, 2, 3)}},
		"gone, and nothing better":      {statuses: []KeyStatus{status(pin(1, ""), 1, 1)}},
		"gone, and another is there":    {statuses: []KeyStatus{status(pin(1, ""), 2, 1)}, want: []plan.Key{key(plan.PinKey, 1, 2)}},
		"no longer used":                {pins: []Pin{pin(4, "")}, want: []plan.Key{key(plan.UnpinKey, 4, 0)}},
		"sealed":                        {statuses: []KeyStatus{status(Pin{}, 0)}, sealed: sealed, want: []plan.Key{write(0, 0)}},
		"sealed anew":                   {statuses: []KeyStatus{status(pin(1, "sha256:old"), 1)}, sealed: sealed, want: []plan.Key{write(1, 1)}},
		"sealed, as it is":              {statuses: []KeyStatus{status(pin(1, digest), 1)}, sealed: sealed},
		"sealed, one stored beside it":  {statuses: []KeyStatus{status(pin(1, digest), 2)}, sealed: sealed},
		"sealed, but gone":              {statuses: []KeyStatus{status(pin(1, digest), 1, 1)}, sealed: sealed, want: []plan.Key{write(1, 1)}},
		"sealed no more":                {statuses: []KeyStatus{status(pin(1, digest), 1)}, want: []plan.Key{key(plan.PinKey, 1, 1)}},
		"back":                          {statuses: []KeyStatus{status(pin(3, ""), 3)}, wanted: []Pin{pin(2, "")}, want: []plan.Key{key(plan.PinKey, 3, 2)}},
		"back to a sealed one":          {statuses: []KeyStatus{status(pin(3, ""), 3)}, wanted: []Pin{pin(2, digest)}, want: []plan.Key{withSealed(key(plan.PinKey, 3, 2), digest)}},
		"back to one that is gone":      {statuses: []KeyStatus{status(pin(3, ""), 3, 2)}, wanted: []Pin{pin(2, "")}},
		"back to what is live":          {statuses: []KeyStatus{status(pin(3, ""), 3)}, wanted: []Pin{pin(3, "")}},
		"back to before there was one":  {statuses: []KeyStatus{status(pin(3, ""), 3)}, wanted: nil},
		"back, an older one wins by it": {statuses: []KeyStatus{status(pin(3, ""), 5)}, wanted: []Pin{pin(1, "")}, want: []plan.Key{key(plan.PinKey, 3, 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, planKeys(test.statuses, test.sealed, test.pins, test.wanted)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestKeyUses(t *testing.T) {
	type doc struct {
		resource.Meta
		Key resource.KeyRef `yaml:"api_key"`
	}
	type plain struct{ resource.Meta }
	registry := resource.NewRegistry(
		resource.Define[doc](resource.Spec{Name: "Account", Plural: "accounts"}),
		resource.Define[plain](resource.Spec{Name: "Note", Plural: "notes"}),
	)
	entry := func(kind, name, body string) bundle.Entry {
		return bundle.Entry{ID: resource.ID{Kind: kind, Name: name}, Body: []byte(body)}
	}
	got, err := KeyUses(registry, bundle.New("shop", []bundle.Entry{
		entry("Account", "a", `{"api_key":"vault:x/y#z","name":"a"}`),
		entry("Account", "b", `{"active":false,"api_key":"vault:x/b#z"}`),
		entry("Account", "c", `{}`),
		entry("Note", "d", `{"api_key":"vault:x/d#z"}`),
		entry("Gone", "e", ``),
	}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]KeyUse{{Integration: "a", Ref: resource.KeyRef{Path: "x/y", Field: "z"}}}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
