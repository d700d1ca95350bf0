package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/tidwall/gjson"
)

func randomJSON(depth int) string {
	switch n := rnd.Intn(12); {
	case n < 2 && depth > 0:
		s := "{"
		used := map[string]bool{}
		for range rnd.Intn(4) {
			k := pick("a", "b", "c", "A", "name", "a.b", "0", "1", "é", "x*y", "list", "Port")
			if used[k] {
				continue
			}
			if used[k] = true; len(s) > 1 {
				s += ","
			}
			s += fmt.Sprintf("%q:%s", k, randomJSON(depth-1))
		}
		return s + "}"
	case n < 4 && depth > 0:
		s := "["
		for i := range rnd.Intn(4) {
			if i > 0 {
				s += ","
			}
			s += randomJSON(depth - 1)
		}
		return s + "]"
	default:
		return pick("1", "-2", "0", "1.5", "1e3", "-0", "9007199254740993", "1E400", "123456789012345678901234567890", "1.0", `""`, `"x"`, `"true"`, `"T"`, `"12"`, `"-7"`, `"1.5"`, `"中"`, "true", "false", "null", `"0x10"`, `"99999999999999999999"`, "300", "-129", `"aGk="`)
	}
}

func gjsonCases() {
	paths := []string{"a", "b", "c", "a.b", `a\.b`, "a.0", "list.#", "list.#.a", "#", "#.a", "0", "1", "2", "a.b.c", "", "a.", ".a", "@this", "@this.a", "n*", "?", "x\\*y", "a.c", "list.1.a",
		"#(a==1)", "a|b", "@reverse", "@type", "*.a", "a.*", "[a,b]", "!x", "..a", "#.#", "a#", "list.#.a.#", "A", "name", "é", "missing.deep.er", "01"}
	accessors := []string{"String", "Int", "Uint", "Float", "Bool", "Exists", "IsArray", "IsObject", "IsBool", "Value", "Array", "Map", "Raw", "Str", "Num", "Type"}
	for range 700 {
		doc := randomJSON(4)
		if rnd.Intn(3) > 0 {
			doc = fmt.Sprintf(`{"a":%s,"b":%s,"list":[%s,%s],"name":%s}`, randomJSON(3), randomJSON(2), randomJSON(2), randomJSON(2), randomJSON(1))
		}
		r := gjson.Parse(doc)
		for range 4 {
			p := pick(paths...)
			g := r.Get(p)
			a := pick(accessors...)
			steps := []step{{"github.com/tidwall/gjson.Parse", []any{doc}}, {"github.com/tidwall/gjson.Result.Get", []any{p}}, {"github.com/tidwall/gjson.Result." + a, nil}}
			emit(steps, -1, accessor(g, a))
			emit([]step{{"github.com/tidwall/gjson.Parse", []any{doc}}, {"github.com/tidwall/gjson.Result." + a, nil}}, -1, accessor(r, a))
			call("github.com/tidwall/gjson.Get", gjson.Get, doc, p)
		}
		call("github.com/tidwall/gjson.GetMany", gjson.GetMany, doc, pick(paths...), pick(paths...))
		call("github.com/tidwall/gjson.Valid", gjson.Valid, doc)
	}
	for _, bad := range []string{"", " ", "x", "nul", "{", `{"a":1`, "[1,", `"abc`, "hello", "{a}", "1 2", "tru", ":", "[1 2]", "-", "'a'"} {
		call("github.com/tidwall/gjson.Valid", gjson.Valid, bad)
		call("github.com/tidwall/gjson.Parse", gjson.Parse, bad)
		call("github.com/tidwall/gjson.Get", gjson.Get, bad, "a")
		emit([]step{{"github.com/tidwall/gjson.Parse", []any{bad}}, {"github.com/tidwall/gjson.Result.Exists", nil}}, -1, results(gjson.Parse(bad).Exists, nil))
	}
	for _, s := range []string{`{"a": 1 , "b" : [1, 2]}`, ` {"a":{"b" : "x"}} `, `{"a":"\u4e2d\n\"<"}`, `{"a":1,"a":2}`} {
		for _, a := range accessors {
			emit([]step{{"github.com/tidwall/gjson.Parse", []any{s}}, {"github.com/tidwall/gjson.Result.Get", []any{"a"}}, {"github.com/tidwall/gjson.Result." + a, nil}}, -1, accessor(gjson.Get(s, "a"), a))
		}
	}
}

func accessor(r gjson.Result, name string) string {
	v := reflect.ValueOf(r)
	if f := v.FieldByName(name); f.IsValid() {
		return canon(f)
	}
	return canon(v.MethodByName(name).Call(nil)[0])
}

type Base struct {
	ID   string `json:"id"`
	Kind string
}

type Embedded struct {
	Base
	*Inner2
	Name string `json:"name"`
}

type Inner2 struct {
	Deep int `json:"deep,omitempty"`
}

type Config struct {
	Name    string            `json:"name"`
	Port    int               `json:"port"`
	Small   int8              `json:"small"`
	U       uint16            `json:"u,omitempty"`
	F       float64           `json:"f"`
	F32     float32           `json:"f32"`
	B       bool              `json:"b"`
	P       *string           `json:"p"`
	PP      **int             `json:"pp"`
	List    []string          `json:"list"`
	Items   []Item            `json:"items"`
	Ptrs    []*Item           `json:"ptrs,omitempty"`
	M       map[string]string `json:"m"`
	MI      map[int]Item      `json:"mi"`
	Any     any               `json:"any"`
	Raw     json.RawMessage   `json:"raw"`
	Bytes   []byte            `json:"bytes"`
	Arr     [2]int            `json:"arr"`
	D       time.Duration     `json:"d"`
	Q       int               `json:"q,string"`
	Skip    string            `json:"-"`
	NoTag   string
	private int
	Embedded
	Sub struct {
		X int `json:"x"`
	} `json:"sub"`
	L Level `json:"l"`
	K Kind  `json:"k"`
}

type Item struct {
	A     string `json:"a"`
	Count int    `json:"count"`
	Next  *Item  `json:"next"`
}

type Clash struct {
	Base
	Other
}

type Other struct {
	ID string `json:"id"`
	Z  int
}

func field() string {
	k := pick("name", "port", "small", "u", "f", "f32", "b", "p", "pp", "list", "items", "ptrs", "m", "mi", "any", "raw", "bytes", "arr", "d", "q", "-", "Skip", "NoTag", "notag", "private", "id", "Kind", "kind", "deep", "DEEP", "sub", "l", "k", "PORT", "unknown", "Z", "a", "count", "next")
	var v string
	switch rnd.Intn(4) {
	case 0:
		v = randomJSON(2)
	case 1:
		v = pick(`"s"`, "1", "true", "null", "[]", "{}", `["a"]`, `[1,2,3]`, `{"a":"b"}`, `{"x":1}`, `[{"a":"b","count":1}]`, `[{"a":1,"count":"x"}]`, `{"1":{"a":"z"}}`, `{"k":{}}`, `"5"`, `"aGVsbG8="`, `"!!"`)
	default:
		good := map[string]string{"name": `"n"`, "port": "80", "small": "127", "u": "65535", "f": "1.5", "f32": "0.1", "b": "true", "p": `"x"`, "pp": "3", "list": `["a","b"]`, "items": `[{"a":"b","count":2},{"next":{"a":"c"}}]`, "ptrs": `[null,{"a":"q"}]`, "m": `{"x":"y"}`, "mi": `{"1":{"a":"b"}}`, "any": `{"a":[1,"b",null]}`, "raw": `{"z":1}`, "bytes": `"aGk="`, "arr": "[1,2,3]", "d": "5", "q": `"7"`, "sub": `{"x":1}`, "l": "2", "k": `"kk"`, "deep": "4", "id": `"i"`}
		v = good[k]
		if v == "" {
			v = `"v"`
		}
	}
	return fmt.Sprintf("%q:%s", k, v)
}

func unmarshal[T any](doc string, start T) {
	into := start
	err := json.Unmarshal([]byte(doc), &into)
	want := "nil"
	if err != nil {
		want = "E:" + hx(err.Error())
	}
	after([]step{{"encoding/json.Unmarshal", []any{[]byte(doc), &start}}}, 1, want, &into)
}

func jsonCases() {
	for range 3000 {
		doc := "{"
		for i := range rnd.Intn(4) {
			if i > 0 {
				doc += ","
			}
			doc += field()
		}
		doc += "}"
		unmarshal(doc, Config{})
		if rnd.Intn(4) == 0 {
			unmarshal(doc, Config{Name: "default", Port: 1, List: []string{"x", "y", "z"}, M: map[string]string{"q": "r"}, Any: 1.5})
			unmarshal(doc, Item{})
			unmarshal(doc, Clash{})
			unmarshal("["+doc+"]", []Config(nil))
			unmarshal(doc, map[string]json.RawMessage(nil))
			unmarshal[any](doc, nil)
		}
	}
	for range 800 {
		doc := randomJSON(3)
		unmarshal(doc, "")
		unmarshal(doc, 0)
		unmarshal(doc, 0.0)
		unmarshal(doc, []int(nil))
		unmarshal(doc, map[string]int(nil))
		unmarshal(doc, []any(nil))
		unmarshal(doc, map[string]any(nil))
		unmarshal(doc, uint8(3))
		unmarshal(doc, (*int)(nil))
		unmarshal(doc, map[string]*Item(nil))
		unmarshal[any](doc, nil)
		// mutilated
		b := []byte(doc)
		for range 1 + rnd.Intn(2) {
			if len(b) > 0 {
				i := rnd.Intn(len(b))
				switch rnd.Intn(3) {
				case 0:
					b = append(b[:i:i], b[i+1:]...)
				case 1:
					b[i] = pick[byte]('x', '"', '{', '}', ',', ':', '\\', 'é', 1, ' ', '0', '-', '.', 'e', '\'', 0xff)
				default:
					b = b[:i]
				}
			}
		}
		unmarshal[any](string(b), nil)
		call("encoding/json.Valid", json.Valid, b)
	}
	for _, s := range []string{`"\u00e9\ud83d\ude00\ud800x\udc00"`, `"\q"`, `"\u12g4"`, "\"a\tb\"", `"\`, `"\u12`, "01", "1.", "1e", "--1", "+1", ".5", "truE", "nul", "{]", `{"a"}`, `{"a":}`, `{"a":1,}`, "[1,]", "[,]", "{,}", `{1:2}`, "\ufeff1", "1 2", `{"a":1}x`, "\"\xff\xfe\"", `"\/"`, "[1}", "'a'", "\"\x7f\""} {
		unmarshal[any](s, nil)
		unmarshal(s, "")
	}
	x := 5
	ps := "p"
	values := []any{nil, 1, -1.5, 1e21, 1e-7, 1e20, 0.000001, "a<b>&\u2028\"\\\n\x01é\xff", true, []string{}, []string(nil), []any{1, "x", nil}, map[string]any{"b": 1, "a": []int{2}}, map[int]string{10: "x", 9: "y"},
		Item{A: "q", Next: &Item{Count: 2}}, &Item{}, Config{P: &ps, Raw: json.RawMessage(`{"a":1}`), Bytes: []byte("hello"), MI: map[int]Item{3: {}}}, Embedded{Base: Base{ID: "1"}, Inner2: &Inner2{Deep: 3}}, Embedded{},
		Clash{}, []byte("abc"), [2]int{1, 2}, &x, uint8(200), float32(0.1), Kind("k"), time.Second, json.RawMessage("[1]"), struct {
			A int            `json:"a,string"`
			B string         `json:",omitempty"`
			C map[string]int `json:"c,omitempty"`
			D *int           `json:"d,omitempty"`
			E float64        `json:"e,string,omitempty"`
		}{A: 3}, []*Item{nil, {}}, map[Kind]int{"z": 1, "a": 2}}
	for _, v := range values {
		call("encoding/json.Marshal", json.Marshal, v)
	}
}
