package main

import "strings"

func f(x []int) {
	strings.
	x.
	if x[
}

func g() { return (((( }
type T struct { a int `