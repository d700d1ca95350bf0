package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strings"

	"github.com/tidwall/gjson"
)

var out = bufio.NewWriterSize(os.Stdout, 1<<20)

// A step of a chain: a function or method by the name its model has, with arguments.
type step struct {
	name string
	args []any
}

var errorType = reflect.TypeFor[error]()

func hx(s string) string { return hex.EncodeToString([]byte(s)) }

// canon writes a result the way models_check.c does.
func canon(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	t := v.Type()
	switch x := safe(v).(type) {
	case *regexp.Regexp:
		if x == nil {
			return "nil"
		}
		return "&(s:" + hx(x.String()) + ",)"
	case gjson.Result:
		return "D:" + hx(x.Raw)
	}
	if v.Kind() == reflect.Interface {
		if v.IsNil() {
			return "nil"
		}
		return canon(v.Elem())
	}
	if t.Implements(errorType) && v.CanInterface() {
		return "E:" + hx(v.Interface().(error).Error())
	}
	switch v.Kind() {
	case reflect.Bool:
		return fmt.Sprint(v.Bool())
	case reflect.String:
		return "s:" + hx(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Sprint(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprint(v.Uint())
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(v.Float()) {
			return "f:nan"
		}
		return fmt.Sprintf("f:%016x", math.Float64bits(v.Float()))
	case reflect.Pointer:
		if v.IsNil() {
			return "nil"
		}
		return "&" + canon(v.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "b:" + hx(string(v.Bytes()))
		}
		if v.IsNil() {
			return "nil"
		}
		fallthrough
	case reflect.Array:
		s := "["
		for i := range v.Len() {
			s += canon(v.Index(i)) + ","
		}
		return s + "]"
	case reflect.Map:
		if v.IsNil() {
			return "nil"
		}
		var pairs []string
		for _, k := range v.MapKeys() {
			pairs = append(pairs, canon(k)+"="+canon(v.MapIndex(k)))
		}
		sort.Strings(pairs)
		s := "{"
		for _, p := range pairs {
			s += p + ","
		}
		return s + "}"
	case reflect.Struct:
		s := "("
		for i := range v.NumField() {
			s += canon(v.Field(i)) + ","
		}
		return s + ")"
	}
	return "?"
}

func safe(v reflect.Value) any {
	if v.CanInterface() {
		return v.Interface()
	}
	return nil
}

// typeOf describes a type for models_check.c. A recursive type names itself the second time.
func typeOf(t reflect.Type) any { return describe(t, map[reflect.Type]bool{}) }

func describe(t reflect.Type, seen map[reflect.Type]bool) any {
	if t == errorType {
		return "error"
	}
	if t.Name() != "" && t.PkgPath() != "" {
		key := t.PkgPath() + "." + t.Name()
		if seen[t] {
			return key
		}
		seen[t] = true
		return []any{"named", t.PkgPath(), t.Name(), key, shape(t, seen)}
	}
	return shape(t, seen)
}

func shape(t reflect.Type, seen map[reflect.Type]bool) any {
	switch t.Kind() {
	case reflect.Slice:
		return []any{"[]", describe(t.Elem(), seen)}
	case reflect.Array:
		return []any{"array", t.Len(), describe(t.Elem(), seen)}
	case reflect.Pointer:
		return []any{"*", describe(t.Elem(), seen)}
	case reflect.Map:
		return []any{"map", describe(t.Key(), seen), describe(t.Elem(), seen)}
	case reflect.Interface:
		return "any"
	case reflect.Struct:
		fields := []any{}
		for i := range t.NumField() {
			f := t.Field(i)
			fields = append(fields, []any{f.Name, describe(f.Type, seen), hx(string(f.Tag)), f.Anonymous})
		}
		return []any{"struct", fields}
	}
	return t.Kind().String()
}

func value(v reflect.Value) any {
	if !v.IsValid() {
		return []any{"n"}
	}
	t := v.Type()
	if v.Kind() == reflect.Interface {
		if v.IsNil() {
			return []any{"n"}
		}
		return value(v.Elem())
	}
	if e, ok := safe(v).(error); ok && t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem().PkgPath() == "errors" {
		return []any{"e", "error", hx(e.Error())}
	}
	d := typeOf(t)
	switch v.Kind() {
	case reflect.Bool:
		return []any{"t", d, v.Bool()}
	case reflect.String:
		return []any{"s", d, hx(v.String())}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return []any{"i", d, fmt.Sprint(v.Int())}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return []any{"i", d, fmt.Sprint(v.Uint())}
	case reflect.Float32, reflect.Float64:
		return []any{"f", d, fmt.Sprintf("%x", math.Float64bits(v.Float()))}
	case reflect.Pointer:
		if v.IsNil() {
			return []any{"n", d}
		}
		return []any{"p", d, value(v.Elem())}
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.IsNil() {
			return []any{"n", d}
		}
		if v.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
			return []any{"b", d, hx(string(v.Bytes()))}
		}
		items := []any{}
		for i := range v.Len() {
			items = append(items, value(v.Index(i)))
		}
		return []any{"l", d, items}
	case reflect.Map:
		if v.IsNil() {
			return []any{"n", d}
		}
		pairs := []any{}
		for _, k := range v.MapKeys() {
			pairs = append(pairs, []any{value(k), value(v.MapIndex(k))})
		}
		return []any{"m", d, pairs}
	case reflect.Struct:
		fields := []any{}
		for i := range v.NumField() {
			fields = append(fields, value(v.Field(i)))
		}
		return []any{"S", d, fields}
	}
	panic("value of " + t.String())
}

func emit(steps []step, after int, want string) {
	chain := []any{}
	show := ""
	for _, s := range steps {
		args := []any{}
		for _, a := range s.args {
			args = append(args, value(reflect.ValueOf(a)))
		}
		chain = append(chain, []any{s.name, args})
		show += " " + s.name + "("
		for i, a := range s.args {
			if i > 0 {
				show += ", "
			}
			show += fmt.Sprintf("%#v", a)
		}
		show += ")"
	}
	line := map[string]any{"chain": chain, "want": want, "show": strings.ToValidUTF8(show, "\ufffd")}
	if after >= 0 {
		line["after"] = after
	}
	b, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	out.Write(append(b, '\n'))
}

// results runs fn and writes its results as models_check.c shows those of a model.
func results(fn any, args []any) (want string) {
	defer func() {
		if p := recover(); p != nil {
			want = "P:" + hx(fmt.Sprint(p))
		}
	}()
	f := reflect.ValueOf(fn)
	var in []reflect.Value
	for i, a := range args {
		v := reflect.ValueOf(a)
		if !v.IsValid() {
			t := f.Type()
			if t.IsVariadic() && i >= t.NumIn()-1 {
				v = reflect.Zero(t.In(t.NumIn() - 1).Elem())
			} else {
				v = reflect.Zero(t.In(i))
			}
		}
		in = append(in, v)
	}
	res := f.Call(in)
	if len(res) == 1 {
		return canon(res[0])
	}
	s := "("
	for _, r := range res {
		s += canon(r) + ","
	}
	return s + ")"
}

func call(name string, fn any, args ...any) { emit([]step{{name, args}}, -1, results(fn, args)) }
