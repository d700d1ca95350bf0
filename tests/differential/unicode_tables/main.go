// Writes server/go/models/unicode_tables.h: what Go's unicode and strconv packages know, as ranges.
//
//	go run . > ../../../server/go/models/unicode_tables.h
package main

import (
	"fmt"
	"strconv"
	"unicode"
)

const last = unicode.MaxRune

func emit(name string, in func(rune) bool) {
	fmt.Printf("static const unicode_range %s[] = {", name)
	col := 200
	for r := rune(0); r <= last; r++ {
		if !in(r) {
			continue
		}
		lo := r
		for r+1 <= last && in(r+1) {
			r++
		}
		s := fmt.Sprintf("{0x%x,0x%x},", lo, r)
		if col+len(s) > 150 {
			fmt.Print("\n    ")
			col = 4
		}
		fmt.Print(s)
		col += len(s)
	}
	fmt.Print("\n};\n")
}

// Runs of characters with the same distance to their mapping; stride 2 where capitals and small letters take turns.
func emitCase(name string, to func(rune) rune) {
	fmt.Printf("static const unicode_case %s[] = {", name)
	col := 200
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
		s := fmt.Sprintf("{0x%x,0x%x,%d,%d},", lo, r, stride, d)
		if col+len(s) > 150 {
			fmt.Print("\n    ")
			col = 4
		}
		fmt.Print(s)
		col += len(s)
	}
	fmt.Print("\n};\n")
}

// Members of case-folding orbits whose smallest member is not simply the least of themselves, their small and their capital letter.
func emitOrbits() {
	fmt.Print("static const unicode_fold unicode_orbits[] = {")
	n := 0
	for r := rune(0); r <= last; r++ {
		least := r
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			least = min(least, o)
		}
		if least == min(r, unicode.ToLower(r), unicode.ToUpper(r)) {
			continue
		}
		if n%10 == 0 {
			fmt.Print("\n    ")
		}
		n++
		fmt.Printf("{0x%x,0x%x},", r, least)
	}
	fmt.Print("\n};\n")
}

func main() {
	fmt.Print("/* Written by tests/differential/unicode_tables from Go's own tables, Unicode " + unicode.Version + "; do not edit. */\n")
	fmt.Print("#ifndef GO_MODELS_UNICODE_TABLES_H\n#define GO_MODELS_UNICODE_TABLES_H\n\n#include <stdint.h>\n\n")
	fmt.Print("typedef struct unicode_range {\n    uint32_t lo, hi;\n} unicode_range;\n")
	fmt.Print("typedef struct unicode_case {\n    uint32_t lo, hi, stride;\n    int32_t delta;\n} unicode_case;\n")
	fmt.Print("typedef struct unicode_fold {\n    uint32_t from, to;\n} unicode_fold;\n\n")
	emit("unicode_print", strconv.IsPrint)
	emit("unicode_letter", unicode.IsLetter)
	emit("unicode_digit", unicode.IsDigit)
	emit("unicode_number", unicode.IsNumber)
	emit("unicode_upper", unicode.IsUpper)
	emit("unicode_lower", unicode.IsLower)
	emit("unicode_punct", unicode.IsPunct)
	emit("unicode_symbol", unicode.IsSymbol)
	emit("unicode_mark", unicode.IsMark)
	emitCase("unicode_to_lower", unicode.ToLower)
	emitCase("unicode_to_upper", unicode.ToUpper)
	emitCase("unicode_to_title", unicode.ToTitle)
	emitOrbits()
	fmt.Print("\n#endif\n")
}
