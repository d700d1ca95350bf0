// Package names holds the keys of the configuration.
package names

type Key string

const (
	Upstream Key = "upstream"
	prefix       = "limit"
	PerQuery     = prefix + ".per_" + "query"
	Window       = prefix + ".window"
)

const MaxWindow = 60 * 60

// Levels in rising order.
const (
	Low = iota + 1
	Middle
	High
	_
	Extreme
)

var ByName = map[string]int{"low": Low, "middle": Middle, "high": High, "extreme": Extreme}
