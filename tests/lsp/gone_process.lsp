The client process dies while its pipe stays open (InitializeParams.processId): the server ends with status 1.

-- steps --
client starts
initialize {}
request x
error -32601
client ends
exits 1
