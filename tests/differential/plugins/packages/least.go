package main

import (
	_ "wpls/plugins/packages/kinds"

	"github.com/tidwall/gjson"
)

// How many filters there must be.
func least(json gjson.Result) int {
	return max(1, int(json.Get("least").Int()))
}
