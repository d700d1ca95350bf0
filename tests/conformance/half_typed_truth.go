// What Go itself says of the states that half_typed wrote with --write: which compile, which findings stand in code that does
// not, and which code that compiles was refused. The modules that the plugins require have to be in the module cache.
//
// usage: go run half_typed_truth.go [--print] FILE
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

type state struct {
	Folder  string `json:"folder"`
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Refused bool   `json:"refused"` // by wpls
	Found   string `json:"found"`   // what the whole text has not, of warning or above; empty: nothing
	Text    string `json:"text"`
}

type listed struct {
	Dir, ImportPath, Name string
	GoFiles               []string
	ImportMap             map[string]string
}

// All that a plugin imports. What is checked once is kept for all plugins, by its folder.
type world struct {
	packages map[string]*listed
	own      string // the folder whose packages are checked anew
	changed  string // the file that is changed, and its text
	text     string
	checked  map[string]*types.Package // those of `own`
}

var (
	files   = token.NewFileSet()
	kept    = map[string]*types.Package{}
	context = build.Default
)

func load(folder string) *world {
	w := &world{packages: map[string]*listed{}, own: folder + string(filepath.Separator)}
	command := exec.Command("go", "list", "-e", "-deps", "-json=Dir,ImportPath,Name,GoFiles,ImportMap", "./...")
	command.Dir = folder
	command.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=-mod=mod", "GOPROXY=off", "GOTOOLCHAIN=local", "GOWORK=off")
	out, err := command.Output()
	if err != nil {
		log.Fatalf("%s: %v", folder, err)
	}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		p := &listed{}
		if err := decoder.Decode(p); err == io.EOF {
			return w
		} else if err != nil {
			log.Fatal(err)
		}
		w.packages[p.ImportPath] = p
	}
}

func (w *world) is_own(p *listed) bool {
	return strings.HasPrefix(p.Dir+string(filepath.Separator), w.own)
}

// The package of an import. Errors count in the plugin's own packages alone.
func (w *world) check(p *listed, errors *[]error) *types.Package {
	own := w.is_own(p)
	if found := kept[p.Dir]; found != nil && !own {
		return found
	}
	if found := w.checked[p.Dir]; found != nil {
		return found
	}
	var parsed []*ast.File
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		var text any
		if path == w.changed {
			text = w.text
		}
		f, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution|parser.AllErrors)
		if err != nil && own {
			*errors = append(*errors, err)
		}
		if f != nil {
			parsed = append(parsed, f)
		}
	}
	config := types.Config{IgnoreFuncBodies: !own, FakeImportC: true, Sizes: types.SizesFor("gc", "wasm"), Importer: &from{w, p, errors},
		Error: func(err error) {
			if own {
				*errors = append(*errors, err)
			}
		}}
	made, _ := config.Check(p.ImportPath, files, parsed, nil)
	if own {
		w.checked[p.Dir] = made
	} else {
		kept[p.Dir] = made
	}
	return made
}

type from struct {
	w      *world
	p      *listed
	errors *[]error
}

func (f *from) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if other, ok := f.p.ImportMap[path]; ok {
		path = other
	}
	p := f.w.packages[path]
	if p == nil { // a new import of a standard package
		dir := filepath.Join(context.GOROOT, "src", path)
		found, err := context.ImportDir(dir, 0)
		if err != nil || strings.Contains(path, "internal") {
			return nil, fmt.Errorf("no package %s", path)
		}
		p = &listed{Dir: dir, ImportPath: path, Name: found.Name, GoFiles: found.GoFiles}
		for _, i := range found.Imports {
			if _, err := os.Stat(filepath.Join(context.GOROOT, "src/vendor", i)); err == nil {
				p.ImportMap = map[string]string{i: "vendor/" + i}
			}
		}
		f.w.packages[path] = p
	}
	return f.w.check(p, f.errors), nil
}

// What the compiler says of the plugin with the text in place of the file.
func (w *world) errors(path, text string) []error {
	errors := []error{}
	w.changed, w.text, w.checked = path, text, map[string]*types.Package{}
	for _, p := range w.packages {
		if w.is_own(p) && len(p.GoFiles) > 0 {
			w.check(p, &errors)
		}
	}
	return errors
}

func main() {
	print := flag.Bool("print", false, "each state that is wrong")
	flag.Parse()
	context.GOOS, context.GOARCH, context.CgoEnabled = "wasip1", "wasm", false
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		log.Fatal(err)
	}
	context.GOROOT = strings.TrimSpace(string(root))
	in, err := os.Open(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewReader(in)
	var w *world
	plugins, states, refused, seen, wrong, over, skipped := 0, 0, 0, 0, 0, 0, 0
	folder, sound := "", false
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		s := state{}
		if err := json.Unmarshal(line, &s); err != nil {
			log.Fatal(err)
		}
		if s.Folder != folder {
			folder, w = s.Folder, load(s.Folder)
			whole := w.errors("", "")
			sound = len(whole) == 0
			plugins++
			if !sound {
				fmt.Printf("%s does not compile as it is: %v\n", folder, whole[0])
			}
		}
		if !sound {
			skipped++
			continue
		}
		states++
		said := w.errors(s.Path, s.Text)
		if len(said) > 0 {
			refused++
		}
		if len(said) > 0 && s.Refused {
			seen++
		}
		if len(said) > 0 && s.Found != "" {
			wrong++
			if *print {
				fmt.Printf("false: %s\n    found: %s\n    Go: %v\n", s.Kind, s.Found, said[0])
			}
		}
		if len(said) == 0 && s.Refused {
			over++
			if *print {
				fmt.Printf("refused, but it compiles: %s: %s\n", s.Path, s.Kind)
			}
		}
	}
	fmt.Printf("%d plugins, %d states, of which Go refuses %d and wpls %d; findings in code that Go refuses: %d; code that compiles refused: %d; left out: %d\n",
		plugins, states, refused, seen, wrong, over, skipped)
}
