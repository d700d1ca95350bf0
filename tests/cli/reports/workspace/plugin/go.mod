module example

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
