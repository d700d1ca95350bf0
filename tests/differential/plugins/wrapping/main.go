// Error values: wrapped, joined, compared, own types.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("wrapping", wrapper.ParseConfig(parseConfig))
}

var (
	errMissing = errors.New("missing")
	errRange   = fmt.Errorf("out of range")
)

type fieldError struct {
	field string
	cause error
}

func (e *fieldError) Error() string { return e.field + ": " + e.cause.Error() }
func (e *fieldError) Unwrap() error { return e.cause }

type quiet struct{}

func (quiet) Error() string        { return "quiet" }
func (quiet) Is(target error) bool { return target == errMissing }

type Config struct{ a, b int64 }

func field(json gjson.Result, name string, most int64) (int64, error) {
	v := json.Get(name)
	switch {
	case !v.Exists():
		return 0, &fieldError{name, errMissing}
	case v.Int() > most:
		return 0, fmt.Errorf("at most %d: %w", most, &fieldError{name, errRange})
	case v.Type == gjson.False:
		return 0, quiet{}
	}
	return v.Int(), nil
}

func parseConfig(json gjson.Result, config *Config) (err error) {
	var errA, errB error
	config.a, errA = field(json, "a", 10)
	config.b, errB = field(json, "b", 20)
	both := errors.Join(errA, errB)
	if both == nil {
		return nil
	}
	var f *fieldError
	if errors.As(both, &f) && f.field == "b" && errors.Is(both, errRange) {
		return fmt.Errorf("only b: %v", f)
	}
	if errors.Is(errA, errMissing) && errB == nil {
		config.a = 1
		return errors.Unwrap(errB)
	}
	if errors.Is(errB, errMissing) && !errors.Is(errA, errRange) {
		return fmt.Errorf("%w, %w", errB, both)
	}
	if u := errors.Unwrap(errA); u != nil && u != errMissing {
		return fmt.Errorf("inside: %w", u)
	}
	return both
}
