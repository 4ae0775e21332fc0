package secret

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestValueShowsItselfNowhere(t *testing.T) {
	const key = "canary-4711-canary"
	v, err := NewValue([]byte(key + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if v.Reveal() != key {
		t.Fatalf("got %q, want the key without its line end", v.Reveal())
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", v)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", v)
	data, err := json.Marshal(map[string]any{"key": v, "keys": []Value{v}, "pointer": &v})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(data)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v"} {
		shown += fmt.Sprintf(verb, v) + fmt.Sprintf(verb, &v) + fmt.Sprintf(verb, struct{ Key Value }{v}) + fmt.Sprintf(verb, []Value{v})
	}
	for _, form := range []string{key, "63616e617279", "Y2FuYXJ5"} {
		if strings.Contains(strings.ToLower(shown), strings.ToLower(form)) {
			t.Errorf("the key is shown as %s: %s", form, shown)
		}
	}
}

func TestNewValueRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "a line end": "\n", "two lines": "canary-a\ncanary-b", "a control character": "canary\x00", "too much": strings.Repeat("canary", MaxSize),
	} {
		_, err := NewValue([]byte(text))
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: got %v, want an error that does not show it", name, err)
		}
	}
}

func TestValueEqual(t *testing.T) {
	a, b, c := Value{"one"}, Value{"one"}, Value{"two"}
	if !a.Equal(b) || a.Equal(c) || a.Equal(Value{}) || !(Value{}).IsZero() {
		t.Error("values do not compare as their texts do")
	}
}
