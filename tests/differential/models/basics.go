package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"math"
	"net/http"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	pkg "github.com/pkg/errors"
)

func stringCases() {
	two := map[string]any{
		"Contains": strings.Contains, "ContainsAny": strings.ContainsAny, "HasPrefix": strings.HasPrefix, "HasSuffix": strings.HasSuffix,
		"EqualFold": strings.EqualFold, "Index": strings.Index, "IndexAny": strings.IndexAny, "LastIndex": strings.LastIndex,
		"Count": strings.Count, "Compare": strings.Compare, "Trim": strings.Trim, "TrimLeft": strings.TrimLeft,
		"TrimRight": strings.TrimRight, "TrimPrefix": strings.TrimPrefix, "TrimSuffix": strings.TrimSuffix, "Cut": strings.Cut,
		"CutPrefix": strings.CutPrefix, "CutSuffix": strings.CutSuffix, "Split": strings.Split, "SplitAfter": strings.SplitAfter,
	}
	one := map[string]any{
		"TrimSpace": strings.TrimSpace, "Fields": strings.Fields, "ToLower": strings.ToLower, "ToUpper": strings.ToUpper,
	}
	bytesTwo := map[string]any{
		"Equal": bytes.Equal, "Contains": bytes.Contains, "HasPrefix": bytes.HasPrefix, "TrimPrefix": bytes.TrimPrefix,
		"Index": bytes.Index, "Split": bytes.Split,
	}
	for _, name := range sortedKeys(two) {
		for range 150 {
			call("strings."+name, two[name], word(8), word(2))
		}
		call("strings."+name, two[name], "", "")
		call("strings."+name, two[name], "abc", "")
		call("strings."+name, two[name], "", "abc")
	}
	for _, name := range sortedKeys(one) {
		for range 200 {
			call("strings."+name, one[name], word(8))
		}
	}
	for _, name := range sortedKeys(bytesTwo) {
		for range 40 {
			call("bytes."+name, bytesTwo[name], []byte(word(8)), []byte(word(2)))
		}
	}
	for range 200 {
		call("strings.SplitN", strings.SplitN, word(8), word(1), rnd.Intn(5)-1)
		call("strings.SplitAfterN", strings.SplitAfterN, word(8), word(1), rnd.Intn(5)-1)
		call("strings.Replace", strings.Replace, word(8), word(1), word(2), rnd.Intn(5)-1)
		call("strings.ReplaceAll", strings.ReplaceAll, word(8), word(1), word(2))
		call("strings.Join", strings.Join, []string{word(2), word(2), word(2)}[:rnd.Intn(4)], word(1))
		call("strings.IndexByte", strings.IndexByte, word(8), byte(pick("a", "é", "\xff")[0]))
		call("strings.IndexRune", strings.IndexRune, word(8), pick('a', 'é', '中', '\ufffd'))
		call("strings.ContainsRune", strings.ContainsRune, word(8), pick('a', 'é', '中'))
		pairs := []string{pick("a", "ab", "b", "é"), word(1), pick("aa", "c", "中"), word(1)}
		emit([]step{{"strings.NewReplacer", []any{pairs[0], pairs[1], pairs[2], pairs[3]}}, {"strings.Replacer.Replace", []any{""}}}, -1,
			results(strings.NewReplacer(pairs...).Replace, []any{""}))
		s := word(8)
		emit([]step{{"strings.NewReplacer", []any{pairs[0], pairs[1], pairs[2], pairs[3]}}, {"strings.Replacer.Replace", []any{s}}}, -1,
			results(strings.NewReplacer(pairs...).Replace, []any{s}))
	}
	for n := -1; n < 4; n++ {
		call("strings.Repeat", strings.Repeat, "aé", n)
	}
	// every character once: case, folding, classes
	for r := rune(0); r < 0x20000; r += 61 {
		all := ""
		for c := r; c < r+61; c++ {
			if utf8.ValidRune(c) {
				all += string(c)
			}
		}
		call("strings.ToLower", strings.ToLower, all)
		call("strings.ToUpper", strings.ToUpper, all)
		call("strings.EqualFold", strings.EqualFold, all, strings.ToUpper(all))
		call("strings.EqualFold", strings.EqualFold, all, strings.ToLower(all))
		call("strconv.Quote", strconv.Quote, all)
		for name, f := range map[string]any{"IsLetter": unicode.IsLetter, "IsDigit": unicode.IsDigit, "IsUpper": unicode.IsUpper,
			"IsLower": unicode.IsLower, "IsPunct": unicode.IsPunct, "IsSpace": unicode.IsSpace, "IsPrint": unicode.IsPrint,
			"IsControl": unicode.IsControl, "IsNumber": unicode.IsNumber, "IsSymbol": unicode.IsSymbol, "ToTitle": unicode.ToTitle} {
			call("unicode."+name, f, r)
		}
	}
	for range 300 {
		call("strings.EqualFold", strings.EqualFold, text(3, "k", "K", "K", "s", "ſ", "S", "ς", "σ", "Σ", "µ", "μ"), text(3, "k", "K", "K", "s", "ſ", "S", "ς", "σ", "Σ", "µ", "μ"))
		call("unicode/utf8.RuneCountInString", utf8.RuneCountInString, word(8))
		call("unicode/utf8.ValidString", utf8.ValidString, word(4))
		call("unicode/utf8.DecodeRuneInString", utf8.DecodeRuneInString, word(2))
		call("unicode/utf8.DecodeLastRuneInString", utf8.DecodeLastRuneInString, word(2))
		call("strconv.Quote", strconv.Quote, word(8))
		call("strconv.QuoteToASCII", strconv.QuoteToASCII, word(8))
	}
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func number() string {
	switch rnd.Intn(10) {
	case 0:
		return text(6, "0", "1", "9", "-", "+", "_", ".", "e", "x", "0x", "p", "inf", "nan", "Infinity", "a")
	case 1:
		return pick("9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
			"18446744073709551616", "99999999999999999999x", "", "+", "-", "0", "-0", "00", "1e400", "-1e400", "1e-400", "0x", "0x1p-2", "0b11",
			"0o17", "017", "1_000", "_1", "1__0", "0x_1", "0_1", ".", ".5", "5.", "1e", "1e+", "infinity", "-inf", "+Inf", "NaN", "1_0.5", "0x1.8p1")
	case 2:
		return strconv.FormatFloat(rnd.NormFloat64()*math.Pow(10, float64(rnd.Intn(40)-20)), 'g', -1, 64)
	case 3:
		return strconv.FormatInt(rnd.Int63()>>uint(rnd.Intn(63)), pick(2, 8, 10, 16, 36))
	default:
		return text(1, "-", "+") + text(5, "0", "1", "2", "7", "9", "300") + text(1, ".5", "", "", " ", "a")
	}
}

func numberCases() {
	for range 2000 {
		s := number()
		call("strconv.Atoi", strconv.Atoi, s)
		call("strconv.ParseInt", strconv.ParseInt, s, pick(0, 10, 16, 2, 8, 36, 37, 1), pick(0, 8, 16, 32, 64, 65))
		call("strconv.ParseUint", strconv.ParseUint, s, pick(0, 10, 16), pick(0, 8, 32, 64))
		call("strconv.ParseFloat", strconv.ParseFloat, s, pick(32, 64))
	}
	for _, s := range []string{"1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False", "tRUE", "yes", "", " true", "中\n"} {
		call("strconv.ParseBool", strconv.ParseBool, s)
		call("strconv.Atoi", strconv.Atoi, s)
	}
	for range 800 {
		f := math.Float64frombits(rnd.Uint64())
		if rnd.Intn(2) == 0 {
			f = math.Round(rnd.NormFloat64()*1000) / math.Pow(10, float64(rnd.Intn(5)))
		}
		call("strconv.FormatFloat", strconv.FormatFloat, f, pick[byte]('e', 'E', 'f', 'g', 'G'), pick(-1, -1, 0, 1, 2, 5, 17), pick(64, 64, 32))
		call("strconv.FormatInt", strconv.FormatInt, rnd.Int63()-rnd.Int63(), pick(2, 8, 10, 16, 36))
		call("strconv.Itoa", strconv.Itoa, rnd.Intn(1000000)-500000)
	}
	for _, f := range []float64{0, math.Copysign(0, -1), 1, 1e21, 1e20, 123456789, 1e6, 100000, 1e-5, 0.0001, 5e-324, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(), 0.1, 2.5, 1.5} {
		for _, verb := range "efgG" {
			for _, p := range []int{-1, 0, 1, 3, 10} {
				call("strconv.FormatFloat", strconv.FormatFloat, f, byte(verb), p, 64)
			}
		}
		for name, fn := range map[string]any{"Floor": math.Floor, "Ceil": math.Ceil, "Round": math.Round, "Trunc": math.Trunc, "Abs": math.Abs, "Sqrt": math.Sqrt} {
			call("math."+name, fn, f)
		}
		for _, g := range []float64{0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(1)} {
			call("math.Max", math.Max, f, g)
			call("math.Min", math.Min, f, g)
		}
	}
}

func otherCases() {
	durations := []string{"", "0", "+0", "-", "5", "1h", "1.5h", "1h1m1s", "-1.5s", "1ms", "1us", "1µs", "1μs", "1ns", ".5s", "5.s", ".s", "1x", "1", "9223372036854775807ns",
		"9223372036854775808ns", "-9223372036854775808ns", "2562047h47m16.854775807s", "2562047h47m16.854775808s", "1d", "3000000h", "1 s", "é", "1é", "0.1ns", "1h-1m", "\"\\", "0.100000000000000000000h", "1.0.0s", "99999999999999999999s"}
	for range 400 {
		durations = append(durations, text(1, "-", "+")+text(4, "1", "20", "1.5", "h", "m", "s", "ms", "us", "ns", "0.001", ".", "x", " "))
	}
	for _, s := range durations {
		call("time.ParseDuration", time.ParseDuration, s)
	}
	for range 400 {
		d := time.Duration(rnd.Int63() >> uint(rnd.Intn(63)) * int64(pick(1, -1)))
		s := d.String()
		for name, fn := range map[string]any{"String": d.String, "Seconds": d.Seconds, "Minutes": d.Minutes, "Hours": d.Hours,
			"Milliseconds": d.Milliseconds, "Microseconds": d.Microseconds, "Nanoseconds": d.Nanoseconds} {
			emit([]step{{"time.ParseDuration", []any{s}}, {"time.Duration." + name, nil}}, -1, results(fn, nil))
		}
	}
	for code := 95; code < 520; code++ {
		call("net/http.StatusText", http.StatusText, code)
	}
	for range 300 {
		p := text(6, "a", "b", "/", "/", ".", "..", "//", ".go")
		q := text(3, "a", "/", "..", "", ".")
		call("path.Clean", path.Clean, p)
		call("path.Join", path.Join, p, q)
		call("path.Base", path.Base, p)
		call("path.Dir", path.Dir, p)
		call("path.Ext", path.Ext, p)
		call("path.IsAbs", path.IsAbs, p)
		b := base64.StdEncoding.EncodeToString([]byte(word(3)))
		s := text(1, b) + text(2, "A", "=", "\n", "-", "ab==", "QQ==", "=x", "==\n=")
		emit([]step{{"encoding/base64.StdEncoding", nil}, {"encoding/base64.Encoding.EncodeToString", []any{[]byte(p)}}}, -1, results(base64.StdEncoding.EncodeToString, []any{[]byte(p)}))
		for name, e := range map[string]*base64.Encoding{"StdEncoding": base64.StdEncoding, "URLEncoding": base64.URLEncoding, "RawStdEncoding": base64.RawStdEncoding, "RawURLEncoding": base64.RawURLEncoding} {
			got, err := e.DecodeString(s)
			if err == nil {
				emit([]step{{"encoding/base64." + name, nil}, {"encoding/base64.Encoding.DecodeString", []any{s}}}, -1, "(b:"+hx(string(got))+",nil,)")
			} else {
				emit([]step{{"encoding/base64." + name, nil}, {"encoding/base64.Encoding.DecodeString", []any{s}}}, -1, "(b:"+hx(string(got))+",E:"+hx(err.Error())+",)")
			}
		}
		call("encoding/hex.EncodeToString", hex.EncodeToString, []byte(word(3)))
		h := text(5, "0", "a", "F", "1")
		if got, err := hex.DecodeString(h); err == nil {
			emit([]step{{"encoding/hex.DecodeString", []any{h}}}, -1, "(b:"+hx(string(got))+",nil,)")
		} else {
			emit([]step{{"encoding/hex.DecodeString", []any{h}}}, -1, "(?,E:"+hx(err.Error())+",)")
		}
	}
	listCases()
	e := errors.New("boom")
	call("errors.New", errors.New, "x")
	call("errors.Join", errors.Join, error(nil), error(nil))
	call("errors.Join", errors.Join, e, error(nil), errors.New("b"))
	call("errors.Is", errors.Is, e, error(nil))
	call("errors.Is", errors.Is, error(nil), e)
	call("errors.Unwrap", errors.Unwrap, e)
	call("github.com/pkg/errors.New", pkg.New, "x")
	call("github.com/pkg/errors.Errorf", pkg.Errorf, "x %d", 1)
	for _, cause := range []error{nil, e} {
		call("github.com/pkg/errors.Wrap", pkg.Wrap, cause, "m")
		call("github.com/pkg/errors.Wrapf", pkg.Wrapf, cause, "m %s", "a")
		call("github.com/pkg/errors.WithMessage", pkg.WithMessage, cause, "m")
		call("github.com/pkg/errors.WithStack", pkg.WithStack, cause)
		call("github.com/pkg/errors.Cause", pkg.Cause, cause)
	}
}

func listCases() {
	for range 200 {
		list := []string{}
		ints := []int{}
		for range rnd.Intn(20) {
			list = append(list, word(1))
			ints = append(ints, rnd.Intn(10))
		}
		x, n := word(1), rnd.Intn(10)
		call("slices.Contains", slices.Contains[[]string], list, x)
		call("slices.Index", slices.Index[[]int], ints, n)
		call("slices.Equal", slices.Equal[[]int], ints, slices.Clone(ints))
		if len(ints) > 0 {
			call("slices.Max", slices.Max[[]int], ints)
			call("slices.Min", slices.Min[[]int], ints)
		}
		sorted, si := slices.Clone(list), slices.Clone(ints)
		sort.Strings(sorted)
		slices.Sort(si)
		after([]step{{"sort.Strings", []any{list}}}, 0, "()", sorted)
		after([]step{{"slices.Sort", []any{ints}}}, 0, "()", si)
		slices.Reverse(si)
		slices.Sort(ints)
		after([]step{{"slices.Reverse", []any{ints}}}, 0, "()", si)
	}
}
