package kinds

import (
	"strings"
	"time"
	_ "time/tzdata" // so that the machine's own zones do not matter

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// unknownTimeZone finds daily windows that no clock has.
var unknownTimeZone = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI008", Name: "unknown-time-zone", Severity: diag.Error,
		Summary: "A price card names a time zone that does not exist, or a daily window that is none.",
		Why:     "Without the zone nobody can say whether the price holds at a moment.",
		Fix:     "Write the zone as <area>/<city>, such as Asia/Shanghai, or UTC; write the hours as a window of some length.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		known := map[string]bool{}
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i := range model.Prices {
				when, base := model.Prices[i].When, syntax.Index("/prices", i)+"/when"
				if when == nil {
					continue
				}
				if _, checked := known[when.Timezone]; !checked {
					known[when.Timezone] = isTimeZone(when.Timezone)
				}
				if !known[when.Timezone] {
					p.Reportf(object, base+"/timezone", "write it as <area>/<city>, such as Asia/Shanghai or Europe/Berlin, or UTC",
						"unknown time zone %q", when.Timezone)
				}
				checkHours(p, object, base+"/hours", when.Hours)
			}
		})
	},
}

// isTimeZone reports whether the IANA database has a zone of that name. Local
// would be the zone of whichever machine compiles.
func isTimeZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

func checkHours(p *rule.Pass, object *resource.Object, pointer, hours string) {
	start, end, ok := strings.Cut(hours, "-")
	switch {
	case !ok:
	case start == end:
		p.Reportf(object, pointer, "leave hours out for the whole day, or correct one of the two times",
			"the window begins and ends at %s", start)
	case end > "24:00":
		p.Reportf(object, pointer, "write 24:00 for midnight", "%s is no time of the day", end)
	}
}
