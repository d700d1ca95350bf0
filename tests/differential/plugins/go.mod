module wpls/plugins

go 1.24.1

require (
	github.com/higress-group/oauth2-proxy v1.0.1-0.20250702092041-8932d225759a
	github.com/higress-group/proxy-wasm-go-sdk v0.0.0-20251103120604-77e9cce339d2
	github.com/higress-group/wasm-go v1.0.10-0.20260120033417-1c84f010156d
)

require (
	github.com/benbjohnson/clock v1.3.5 // indirect
	github.com/bitly/go-simplejson v0.5.1 // indirect
	github.com/go-jose/go-jose/v4 v4.1.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/gorilla/mux v1.8.1 // indirect
	github.com/justinas/alice v1.2.0 // indirect
	github.com/mitchellh/mapstructure v1.5.0
	github.com/ohler55/ojg v1.26.8 // indirect
	github.com/spf13/cast v1.9.2 // indirect
	github.com/tetratelabs/wazero v1.7.2 // indirect
	github.com/tidwall/gjson v1.18.0
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.1 // indirect
	github.com/tidwall/resp v0.1.1 // indirect
	github.com/tidwall/sjson v1.2.5 // indirect
	golang.org/x/crypto v0.39.0 // indirect
	golang.org/x/oauth2 v0.30.0 // indirect
	golang.org/x/sys v0.33.0 // indirect
)
