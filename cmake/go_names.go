// The exported names of Go packages, and of their types the fields and methods that may be selected: for go_names.py, which
// runs it in a module that requires them.
//
// usage: go run go_names.go PACKAGE...     prints JSON: package -> {names: [...], structs: [...], types: {type: [...]}}
package main

import (
	"encoding/json"
	"go/importer"
	"go/token"
	"go/types"
	"log"
	"os"
	"sort"
)

type facts struct {
	Names   []string            `json:"names"`
	Structs []string            `json:"structs"`
	Types   map[string][]string `json:"types"`
}

// Fields of a struct and of what it embeds, however deep.
func fields(t types.Type, found map[string]bool, seen map[types.Type]bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || seen[t] {
		return
	}
	seen[t] = true
	for i := 0; i < s.NumFields(); i++ {
		f := s.Field(i)
		if f.Exported() {
			found[f.Name()] = true
		}
		if f.Embedded() {
			fields(f.Type(), found, seen)
		}
	}
}

func sorted(found map[string]bool) []string {
	list := []string{}
	for name := range found {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}

func selectors(t types.Type) []string {
	found := map[string]bool{}
	fields(t, found, map[types.Type]bool{})
	of := t
	if !types.IsInterface(t) {
		of = types.NewPointer(t)
	}
	methods := types.NewMethodSet(of)
	for i := 0; i < methods.Len(); i++ {
		if m := methods.At(i).Obj(); m.Exported() {
			found[m.Name()] = true
		}
	}
	return sorted(found)
}

func main() {
	all := map[string]facts{}
	from := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for _, path := range os.Args[1:] {
		pkg, err := from.Import(path)
		if err != nil {
			log.Fatal(err)
		}
		f := facts{Names: []string{}, Structs: []string{}, Types: map[string][]string{}}
		for _, name := range pkg.Scope().Names() {
			object := pkg.Scope().Lookup(name)
			if !object.Exported() {
				continue
			}
			f.Names = append(f.Names, name)
			// Aliases have another package's name, generic types none that is alike everywhere.
			if t, ok := object.Type().(*types.Named); ok && t.TypeParams().Len() == 0 {
				if _, is := object.(*types.TypeName); is {
					f.Types[name] = selectors(t)
					if _, fields := t.Underlying().(*types.Struct); fields {
						f.Structs = append(f.Structs, name)
					}
				}
			}
		}
		all[path] = f
	}
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		log.Fatal(err)
	}
}
