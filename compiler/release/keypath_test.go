package release

import "testing"

func TestCheckKeyPath(t *testing.T) {
	for _, good := range []string{"openai", "platform/openai", "a.b/c-d_e", "a b", "ключ/é", "..a/b..", "50%/x?y#z"} {
		if err := CheckKeyPath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", " a", "a/ ", "a\nb", "a\x00"} {
		if err := CheckKeyPath(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
