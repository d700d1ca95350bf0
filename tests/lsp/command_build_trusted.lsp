wpls.build with arguments that are wrong, and in a folder without anything to build.

-- notes.txt --
nothing
-- steps --
initialize {"initializationOptions": {"trusted": true}}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(notes.txt)", "toolchain": "bazel"}]}
error -32602 "'toolchain' must be \"go\", \"tinygo\", \"wasi\" or \"make\""
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "untitled:x"}]}
error -32602 "'uri' must be*"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(notes.txt)"}], "workDoneToken": 7}
expect $/progress {"token": 7, "value": {"kind": "begin"}}
expect $/progress {"token": 7, "value": {"kind": "end", "message": "nothing to build in '*'*"}}
result {"ok": false, "output": null, "bytes": 0, "toolchain": "", "message": "nothing to build in '*': no Go, C or C++ sources"}
request shutdown
result null
notify exit
exits 0
