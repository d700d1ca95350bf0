// Package limits checks what the configuration says.
package limits

import "errors"

const Most = 100

var Names = map[string]int{"low": 1, "high": 2}

// Level is decoded from the configuration.
type Level struct {
	// Weight of a request.
	Weight int64  `json:"weight"`
	Label  string `json:"label"`
}

func Check(n int64) error {
	if n > Most {
		return errors.New("limit is too high")
	}
	return nil
}

func IsName(s string) bool {
	_, ok := Names[s]
	return ok
}

func Unused(s string) string {
	return s + "!"
}
