package syntax

// resolve returns the type of a plain scalar under the YAML 1.2 core schema,
// and how it could be misread by a reader of another YAML version, or "".
//
// yaml.v3 resolves by YAML 1.1 with exceptions, so `010` would be 8 and `1_000`
// a thousand. Here such text is refused: the same file must mean the same to
// everybody who reads it.
func resolve(text string) (Type, doubt) {
	if text == "" {
		return Null, clear
	}
	switch c := text[0]; {
	case c == '~' && len(text) == 1:
		return Null, clear
	case c >= '0' && c <= '9', c == '-', c == '+', c == '.':
		return resolveNumber(text)
	}
	if len(text) > 5 {
		return String, clear
	}
	switch text {
	case "null", "Null", "NULL":
		return Null, clear
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool, clear
	case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
		return String, truthWord
	}
	return String, clear
}

// doubt is a way in which a plain scalar could be misread.
type doubt uint8

const (
	clear     doubt = iota
	truthWord       // yes, no, on, off: booleans in YAML 1.1
	oddNumber       // 010, 0x1f, 1_000, .inf: numbers to some readers only
)

func resolveNumber(text string) (Type, doubt) {
	switch text {
	case ".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", "+.inf", "+.Inf", "+.INF", ".nan", ".NaN", ".NAN":
		return String, oddNumber
	}
	digits := text
	if digits[0] == '-' || digits[0] == '+' {
		digits = digits[1:]
	}
	whole, rest := takeDigits(digits)
	if rest == "" && whole != "" {
		if len(whole) > 1 && whole[0] == '0' {
			return String, oddNumber
		}
		if text[0] == '+' || len(text) > maxDigits {
			return String, oddNumber
		}
		return Int, clear
	}
	if whole == "0" && len(rest) > 1 && (rest[0] == 'x' || rest[0] == 'o') && isHex(rest[1:]) {
		return String, oddNumber
	}
	if whole != "" && rest[0] == '_' && isGrouped(rest) {
		return String, oddNumber
	}
	fraction := ""
	if rest != "" && rest[0] == '.' {
		fraction, rest = takeDigits(rest[1:])
		if whole == "" && fraction == "" {
			return String, clear
		}
	} else if whole == "" {
		return String, clear
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '-' || rest[0] == '+') {
			rest = rest[1:]
		}
		exponent, tail := takeDigits(rest)
		if exponent == "" || tail != "" {
			return String, clear
		}
		if len(exponent) > 3 {
			return String, oddNumber
		}
		rest = ""
	}
	switch {
	case rest != "":
		return String, clear
	case whole == "" || fraction == "" && text[len(text)-1] == '.' || text[0] == '+' || len(whole) > 1 && whole[0] == '0' || len(text) > maxDigits:
		// `.5`, `5.`, `+5.0` and `05.0` are numbers in YAML but not in JSON.
		return String, oddNumber
	}
	return Float, clear
}

// maxDigits bounds a number's text: longer ones cost more to read than any
// price or count is worth.
const maxDigits = 100

func takeDigits(s string) (digits, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

func isHex(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// isGrouped reports whether s goes on with digits and underscores only.
func isGrouped(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '_' && c != '.' && (c < '0' || c > '9') {
			return false
		}
	}
	return s[len(s)-1] != '_'
}
