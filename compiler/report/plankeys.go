package report

import (
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
)

// keys lists what happens to API keys.
func (p *changePage) keys(keys []plan.Key) {
	if len(keys) == 0 {
		return
	}
	fmt.Fprintf(&p.out, "%s  %s\n", p.marks.ink.strong("API keys"), p.marks.ink.faint(number(len(keys))))
	for i := range keys {
		k := &keys[i]
		fmt.Fprintf(&p.out, "  %s %s  %s  %s\n", p.marks.sign(opOf(k)), visible(k.Integration), visible(k.Ref().String()), p.marks.ink.faint(keyText(k)))
	}
	p.out.WriteByte('\n')
}

func (p *markdownPage) keys(keys []plan.Key) {
	if len(keys) == 0 {
		return
	}
	m := marks{ink: Style{}.ink(), html: true}
	p.add("**API keys**: " + number(len(keys)) + "\n\n")
	for i := range keys {
		k := &keys[i]
		line := fmt.Sprintf("- `%s` %s %s %s\n", m.sign(opOf(k)), code(k.Integration), code(k.Ref().String()), escapeMarkdown(keyText(k)))
		if !p.add(line) {
			p.left(len(keys)-i, "keys")
			break
		}
	}
	p.add("\n")
}

// opOf is the operation that a reader sees: a key comes, changes or goes.
func opOf(k *plan.Key) plan.Op {
	switch {
	case k.Action == plan.UnpinKey:
		return plan.Delete
	case k.From == 0:
		return plan.Create
	}
	return plan.Update
}

// keyText says what happens to a key in words, such as "version 3 → 4".
func keyText(k *plan.Key) string {
	var text strings.Builder
	switch {
	case k.Action == plan.UnpinKey:
		return fmt.Sprintf("version %d, no longer used", k.From)
	case k.Action == plan.WriteKey && k.From > 0:
		fmt.Fprintf(&text, "version %d → the sealed key", k.From)
	case k.Action == plan.WriteKey:
		text.WriteString("the sealed key")
	case k.From == k.Version:
		fmt.Fprintf(&text, "version %d", k.Version)
	case k.From > 0:
		fmt.Fprintf(&text, "version %d → %d", k.From, k.Version)
	default:
		fmt.Fprintf(&text, "version %d", k.Version)
	}
	return text.String()
}
