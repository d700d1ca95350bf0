wpls.build and wpls.doctor run programs: not in a workspace that is not trusted, and never with a wrong toolchain.

-- main.c --
int x;
-- steps --
initialize {}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.c)"}]}
error -32803 "the workspace is not trusted, and 'wpls.build' runs programs: trust it in the editor, or*"
request workspace/executeCommand {"command": "wpls.doctor", "arguments": [{"uri": "$URI(main.c)"}]}
error -32803 "the workspace is not trusted*"
notify textDocument/didSave {"textDocument": {"uri": "$URI(main.c)"}}
notify window/workDoneProgress/cancel {"token": "nobody's"}
request shutdown
result null
notify exit
exits 0
