package syntax

import (
	"bytes"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"
)

// failure is where and why yaml.v3 refused a document.
type failure struct {
	problem string
	at      int // byte of the text at which it gave up
	context int // byte at which the value being read began
	open    int // byte at which the innermost open list or mapping began, or -1
}

// explain parses a refused text again to learn where the mistake is.
//
// yaml.v3's errors name a line only, which is that of the enclosing block rather
// than of the mistake, is one too low for some errors and missing on the first
// line. Its parser knows the exact place but keeps it to itself, so the place is
// read from its fields. The library is archived: they will not change, and the
// golden files of testdata/syntax would tell.
func explain(text []byte, err error) failure {
	message := strings.SplitN(strings.TrimPrefix(err.Error(), "yaml: "), "\n", 2)[0]
	f := failure{problem: message, open: -1}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for again := error(nil); again == nil; {
		again = safely(func() error { return decoder.Decode(new(yaml.Node)) })
	}
	outer := field(reflect.ValueOf(decoder), "parser")
	inner := field(outer, "parser")
	if problem := field(inner, "problem"); problem.IsValid() && problem.String() != "" {
		f.problem = problem.String()
	}
	starts := lineStarts(text, true)
	place := func(mark reflect.Value) int {
		line, column := field(mark, "line"), field(mark, "column")
		if !line.IsValid() || !column.IsValid() {
			return 0
		}
		at := int(starts[min(int(line.Int()), len(starts)-1)])
		return (&fileText{data: text}).advance(at, int(column.Int()))
	}
	f.at, f.context = place(field(inner, "problem_mark")), place(field(inner, "context_mark"))
	if strings.HasPrefix(f.problem, "unknown anchor") {
		f.at = place(field(field(outer, "event"), "start_mark"))
	}
	if marks := field(inner, "marks"); marks.IsValid() && marks.Len() > 0 {
		f.open = place(marks.Index(marks.Len() - 1))
	}
	return f
}

// field returns a field of a struct, or of what a pointer leads to, and an
// invalid Value when there is none.
func field(v reflect.Value, name string) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}
