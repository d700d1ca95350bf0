The client leaves while a build runs: the server ends, and so does the compiler.

-- go.mod --
module example.com/old

go 1.20
-- main.go --
package main

func main() {
	proxywasm.SetVMContext(nil)
}
-- steps --
initialize {"initializationOptions": {"trusted": true}}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.go)"}], "workDoneToken": 1}
expect $/progress {"token": 1, "value": {"kind": "begin"}}
expect $/progress {"token": 1, "value": {"kind": "report"}}
expect $/progress {"token": 1, "value": {"kind": "report", "message": "compiling with TinyGo 0.33.0"}}
end
exits 1
