package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/syntax"
)

// edit is one thing that happened to a value: it was changed, or an item or a
// whole mapping or list came or went.
type edit struct {
	op       plan.Op
	path     string // JSON pointer
	old, new any
}

// edits takes a field that differs apart as far as a reader needs: two lists
// become what happened to their items.
func edits(f plan.Field) []edit {
	before, after := shorthand(f.Old), shorthand(f.New)
	oldList, oldIsList := before.([]any)
	newList, newIsList := after.([]any)
	switch {
	case oldIsList && newIsList:
		return listEdits(f.Path, oldList, newList)
	case before == nil && isComposite(after):
		return []edit{{op: plan.Create, path: f.Path, new: after}}
	case after == nil && isComposite(before):
		return []edit{{op: plan.Delete, path: f.Path, old: before}}
	}
	return []edit{{op: plan.Update, path: f.Path, old: before, new: after}}
}

func listEdits(path string, before, after []any) []edit {
	oldKeys, newKeys := contents(before), contents(after)
	start := 0
	for start < min(len(before), len(after)) && oldKeys[start] == newKeys[start] {
		start++
	}
	oldEnd, newEnd := len(before), len(after)
	for oldEnd > start && newEnd > start && oldKeys[oldEnd-1] == newKeys[newEnd-1] {
		oldEnd, newEnd = oldEnd-1, newEnd-1
	}
	gone := missing(oldKeys[start:oldEnd], newKeys[start:newEnd])
	come := missing(newKeys[start:newEnd], oldKeys[start:oldEnd])
	var list []edit
	for _, i := range gone {
		i += start
		j := slices.IndexFunc(come, func(k int) bool { return alike(before[i], after[start+k]) })
		if j < 0 {
			list = append(list, edit{op: plan.Delete, path: itemPath(path, i, before), old: shorthand(before[i])})
			continue
		}
		for _, f := range plan.Fields(before[i], after[start+come[j]]) {
			f.Path = syntax.Index(path, start+come[j]) + f.Path
			list = append(list, edits(f)...)
		}
		come = slices.Delete(come, j, j+1)
	}
	for _, i := range come {
		i += start
		list = append(list, edit{op: plan.Create, path: itemPath(path, i, after), new: shorthand(after[i])})
	}
	if len(list) == 0 { // the same items in another order
		list = []edit{{op: plan.Update, path: path, old: before, new: after}}
	}
	return list
}

// itemPath names an item of a list. A word is its own name and needs no number.
func itemPath(path string, i int, list []any) string {
	if isComposite(list[i]) {
		return syntax.Index(path, i)
	}
	return path
}

// missing returns the indices of the keys that others does not have, counting
// repeated ones.
func missing(keys, others []string) []int {
	left := map[string]int{}
	for _, key := range others {
		left[key]++
	}
	var list []int
	for i, key := range keys {
		if left[key] > 0 {
			left[key]--
		} else {
			list = append(list, i)
		}
	}
	return list
}

func contents(list []any) []string {
	keys := make([]string, len(list))
	for i, item := range list {
		keys[i] = compact(item)
	}
	return keys
}

// alike reports whether two items of lists are one item that was edited: two
// mappings with at least as many equal fields as different ones.
func alike(a, b any) bool {
	before, ok1 := a.(map[string]any)
	after, ok2 := b.(map[string]any)
	if !ok1 || !ok2 {
		return false
	}
	equal := 0
	for name, value := range before {
		if other, ok := after[name]; ok && compact(value) == compact(other) {
			equal++
		}
	}
	return equal > 0 && 2*equal >= max(len(before), len(after))
}

func isComposite(value any) bool {
	switch value.(type) {
	case []any, map[string]any:
		return true
	}
	return false
}

// shorthand turns the canonical form of a plain rate, [{"amount": "2.5"}], back
// into what authors write: 2.5.
func shorthand(value any) any {
	list, ok := value.([]any)
	if !ok || len(list) != 1 {
		return value
	}
	item, ok := list[0].(map[string]any)
	if !ok || len(item) != 1 {
		return value
	}
	if amount, ok := item["amount"]; ok {
		return amount
	}
	return value
}

// compact returns a value as JSON on one line, its keys sorted.
func compact(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "?" // unreachable: the value was read from JSON
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// dotted returns a JSON pointer as people write a path: variables.tone.type,
// prices[2].rates.input.
func dotted(pointer string) string {
	var out strings.Builder
	for i, token := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch {
		case i > 0 && isNumber(token):
			out.WriteString("[" + token + "]")
		case token == "" || strings.ContainsAny(token, ". \"'[]\t\n"):
			out.WriteString("[" + strconv.Quote(token) + "]")
		case i > 0:
			out.WriteString("." + token)
		default:
			out.WriteString(token)
		}
	}
	return out.String()
}

func isNumber(token string) bool {
	return token != "" && strings.Trim(token, "0123456789") == ""
}
