// Widths, overflow, shifts, conversions, constants.
package main

import (
	"errors"
	"fmt"
	"math"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("integers", wrapper.ParseConfig(parseConfig))
}

type Flags uint8

const (
	Read Flags = 1 << iota
	Write
	Exec
	All = Read | Write | Exec
)

const huge = 1 << 40

type Config struct {
	flags Flags
	hash  uint32
	small int8
}

func parseConfig(json gjson.Result, config *Config) error {
	n := json.Get("n").Int()
	config.small = int8(n)
	if int64(config.small) != n && json.Get("strict").Bool() {
		return fmt.Errorf("%d becomes %d", n, config.small)
	}
	config.hash = 2166136261
	for _, b := range []byte(json.Get("text").String()) {
		config.hash = (config.hash ^ uint32(b)) * 16777619
	}
	if config.hash%5 == 0 {
		return fmt.Errorf("hash %#08x", config.hash)
	}
	config.flags = Flags(json.Get("flags").Uint())
	if config.flags&^All != 0 {
		return fmt.Errorf("flags %03b beyond %b", config.flags, All)
	}
	if u := uint16(n) << 4; u > 0x8000 {
		return fmt.Errorf("%d<<4 is %d, >>3 %d", uint16(n), u, int16(u)>>3)
	}
	if n*huge/huge != n {
		return errors.New("overflow")
	}
	if n > math.MaxInt16 || n%7 == -3 || n/4 == -2 {
		return fmt.Errorf("%d: %d, %d", n, n%7, n/4)
	}
	var c uint8 = 250
	c += uint8(len(json.Get("text").String()))
	if c < 5 && -c > 253 {
		return fmt.Errorf("c is %d, ^c %d", c, ^c)
	}
	return nil
}
