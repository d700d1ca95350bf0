// Numbers written as texts.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("numbers", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	port   int
	codes  []uint64
	rate   float64
	strict bool
}

func parseRange(s string) (low, high int64, err error) {
	from, to, found := strings.Cut(s, "-")
	if !found {
		to = from
	}
	if low, err = strconv.ParseInt(from, 10, 16); err != nil {
		return
	}
	high, err = strconv.ParseInt(strings.TrimSpace(to), 0, 32)
	return
}

func parseConfig(json gjson.Result, config *Config) error {
	port, err := strconv.Atoi(json.Get("port").String())
	if err != nil {
		return err
	}
	config.port = port
	for _, code := range json.Get("codes").Array() {
		n, err := strconv.ParseUint(code.String(), 10, 9)
		if errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("code too large, at most %d", n)
		}
		if err != nil {
			return fmt.Errorf("code: %w", err)
		}
		config.codes = append(config.codes, n)
	}
	if config.rate, err = strconv.ParseFloat(json.Get("rate").String(), 64); err != nil {
		var problem *strconv.NumError
		if errors.As(err, &problem) {
			return fmt.Errorf("rate: %s of %s: %v", problem.Func, strconv.Quote(problem.Num), problem.Err)
		}
		return err
	}
	if config.strict, err = strconv.ParseBool(json.Get("strict").String()); err != nil {
		return err
	}
	low, high, err := parseRange(json.Get("range").String())
	if err != nil {
		return fmt.Errorf("range: %v", err)
	}
	if low > high || config.rate > float64(high) {
		return errors.New("range " + strconv.FormatInt(low, 16) + ".." + strconv.Itoa(int(high)) + " without " + strconv.FormatFloat(config.rate, 'g', -1, 64))
	}
	return nil
}
