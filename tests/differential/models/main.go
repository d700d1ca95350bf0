// Calls the real libraries and writes every call with its result, for models_check.c to repeat with the models of server/go/models.
// The random part is seeded: the same calls every time; an argument gives another seed.
package main

import (
	"math/rand"
	"os"
	"strconv"
)

var rnd = rand.New(rand.NewSource(1))

func pick[T any](list ...T) T { return list[rnd.Intn(len(list))] }

// A text of up to `most` pieces.
func text(most int, pieces ...string) string {
	s := ""
	for range rnd.Intn(most + 1) {
		s += pick(pieces...)
	}
	return s
}

var letters = []string{"a", "b", "c", "A", "B", " ", "\t", "\n", ",", ".", "-", "_", "0", "1", "é", "中", "文", "😀", "\xff", "\u0130", "ß", "K", "ſ", "\u00a0", "\u3000", "\u2028", "\"", "\\", "\x00", "\x7f", "ab", "aa", "="}

func word(most int) string { return text(most, letters...) }

func main() {
	if len(os.Args) > 1 {
		if seed, err := strconv.Atoi(os.Args[1]); err == nil {
			rnd = rand.New(rand.NewSource(int64(seed)))
		}
	}
	stringCases()
	numberCases()
	formatCases()
	gjsonCases()
	jsonCases()
	regexpCases()
	netCases()
	otherCases()
	out.Flush()
}
