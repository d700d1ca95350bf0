// Writes schema/unicode.json: what Go's unicode and strconv packages know of characters. cmake/unicode_tables.py makes C of it.
//
//	go run . > ../../../schema/unicode.json
package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

const (
	last  = unicode.MaxRune
	width = 120
)

// A letter for all that the models ask about a character.
func class(r rune) string {
	switch {
	case unicode.IsUpper(r):
		return "U"
	case unicode.IsLower(r):
		return "L"
	case unicode.IsLetter(r):
		return "o"
	case unicode.IsMark(r):
		return "m"
	case unicode.IsDigit(r):
		return "d"
	case unicode.IsNumber(r):
		return "n"
	case unicode.IsPunct(r):
		return "p"
	case unicode.IsSymbol(r):
		return "s"
	case strconv.IsPrint(r):
		return "b"
	}
	return "-"
}

// How many characters of each class follow each other: "-32", "b", "p3", ...; "UL*24" are pairs of a capital and a small letter.
func classes() (out []string) {
	for r := rune(0); r <= last; {
		pairs := 0
		for q := r; q < last && class(q) == "U" && class(q+1) == "L"; q += 2 {
			pairs++
		}
		if pairs > 1 {
			out = append(out, fmt.Sprintf("UL*%d", pairs))
			r += rune(2 * pairs)
			continue
		}
		n := 1
		for r+rune(n) <= last && class(r+rune(n)) == class(r) {
			n++
		}
		run := class(r)
		if n > 1 {
			run += strconv.Itoa(n)
		}
		out = append(out, run)
		r += rune(n)
	}
	return out
}

// Runs of characters with the same distance to their mapping: "61-7a-32", of one character "b5+743"; with '/' where capitals and small
// letters take turns.
func mapping(to func(rune) rune) (out []string) {
	for r := rune(0); r <= last; r++ {
		d := to(r) - r
		if d == 0 {
			continue
		}
		lo, stride := r, rune(1)
		if to(r+1)-(r+1) != d && to(r+2)-(r+2) == d && to(r+1) == r+1 {
			stride = 2
		}
		for r+stride <= last && to(r+stride)-(r+stride) == d && (stride == 1 || to(r+1) == r+1) {
			r += stride
		}
		run := fmt.Sprintf("%x", lo)
		if r > lo {
			run += fmt.Sprintf("-%x", r)
		}
		if stride == 2 {
			run += "/"
		}
		out = append(out, fmt.Sprintf("%s%+d", run, d))
	}
	return out
}

// Members of case-folding orbits whose smallest member is not simply the least of themselves, their small and their capital letter.
func orbits() (out []string) {
	for r := rune(0); r <= last; r++ {
		least := r
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			least = min(least, o)
		}
		if least != min(r, unicode.ToLower(r), unicode.ToUpper(r)) {
			out = append(out, fmt.Sprintf("%x:%x", r, least))
		}
	}
	return out
}

// A list of texts, each as many words as fit on a line.
func emit(name string, words []string, end string) {
	fmt.Printf(" %q: [", name)
	line := ""
	for i, word := range words {
		if i > 0 && len(line)+1+len(word) > width {
			fmt.Printf("\n  %q,", line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	fmt.Printf("\n  %q\n ]%s\n", line, end)
}

func main() {
	fmt.Println("{")
	fmt.Println(` "about": "What Go's unicode package knows of characters, as the models in server/go/models need it. Written by tests/differential/unicode_tables, which says what the words mean; do not edit.",`)
	fmt.Printf(" \"version\": %q,\n", unicode.Version)
	emit("classes", classes(), ",")
	emit("to_lower", mapping(unicode.ToLower), ",")
	emit("to_upper", mapping(unicode.ToUpper), ",")
	emit("to_title", mapping(unicode.ToTitle), ",")
	emit("orbits", orbits(), "")
	fmt.Println("}")
}
