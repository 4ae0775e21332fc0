package template

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/tiktoken-go/tokenizer"
)

// maxPiece is how many bytes the tokenizer gets at once. Its splitting takes
// quadratic time on runs of mixed white space: 27 s for 256 KiB of " \n". In
// pieces of this size the same takes 0.1 s, and ordinary text is no slower.
const maxPiece = 1024

// CountTokens returns how many tokens text is in an encoding.
//
// The count is that of the vocabulary's own tokenizer, except for text that
// goes on for a kilobyte without a letter or digit before a space or a sign;
// that is counted in pieces, which may be a token or two off for each. Names of
// special tokens, such as <|endoftext|>, count as the text they are. The first
// call loads the vocabulary, which takes some 10 ms.
func CountTokens(text string, encoding Encoding) (int, error) {
	codec, err := tokenizer.Get(tokenizer.Encoding(encoding))
	if err != nil {
		return 0, fmt.Errorf("count tokens in encoding %q: %w", string(encoding), err)
	}
	total := 0
	for len(text) > 0 {
		end := pieceEnd(text, maxPiece)
		n, err := codec.Count(text[:end])
		if err != nil {
			return 0, fmt.Errorf("count tokens in encoding %q: %w", string(encoding), err)
		}
		total += n
		text = text[end:]
	}
	return total, nil
}

// FitTokens reports whether text is at most limit tokens in an encoding. It
// counts no further than it must: once the upper bound of what is left fits,
// all does.
func FitTokens(text string, encoding Encoding, limit int) (bool, error) {
	const step = 16 * maxPiece
	for UpperBound(text) > limit {
		end := pieceEnd(text, step)
		n, err := CountTokens(text[:end], encoding)
		if err != nil {
			return false, err
		}
		if limit -= n; limit < 0 {
			return false, nil
		}
		text = text[end:]
	}
	return true, nil
}

// UpperBound returns a number of tokens that text cannot exceed in any
// byte-level encoding, without loading one: a token covers at least one byte. A
// byte that is not UTF-8 is encoded as U+FFFD, three bytes.
//
// If the bound fits a context window, the exact count need not be made.
func UpperBound(text string) int {
	bound := len(text)
	if utf8.ValidString(text) {
		return bound
	}
	for i, r := range text {
		if r == utf8.RuneError {
			if _, width := utf8.DecodeRuneInString(text[i:]); width == 1 {
				bound += len(string(utf8.RuneError)) - 1
			}
		}
	}
	return bound
}

// pieceEnd returns where to cut text so that the piece before is at most limit
// bytes and, if possible, the cut changes no token.
func pieceEnd(text string, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	end := limit
	for end > limit-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	for at := end; at > 0; {
		before, width := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at:])
		if separate(before, after) {
			return at
		}
		at -= width
	}
	return end
}

// separate reports whether no token of either encoding holds both runes in this
// order. Both first split text by a regular expression, in which only a run of
// letters (with marks), up to three digits, or a contraction such as 's goes on
// after a letter or digit.
func separate(before, after rune) bool {
	return (unicode.IsLetter(before) || unicode.IsNumber(before)) &&
		(unicode.IsSpace(after) || unicode.IsPunct(after) || unicode.IsSymbol(after)) && after != '\''
}
