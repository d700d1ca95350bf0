A source whose name is longer than what is shown of it: no character is cut in the middle.

-- 插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插.c --
int f(void) { return x; }
-- steps --
initialize {"window": {"workDoneProgress": true}, "initializationOptions": {"trusted": true}}
open 插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插.c
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插.c)"}], "workDoneToken": "t"}
expect $/progress {"token": "t", "value": {"kind": "begin"}}
expect $/progress {"token": "t", "value": {"kind": "report", "message": "looking for clang for WASI"}}
expect $/progress {"token": "t", "value": {"kind": "report", "message": "compiling 插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插插"}}
expect $/progress {"token": "t", "value": {"kind": "end"}}
result {"ok": false}
request shutdown
result null
notify exit
exits 0
