A Go program that lies above a repository has nothing to do with what is in it.

-- main.go --
package main

func main() {}
-- repository/.git/HEAD --
ref: refs/heads/main
-- repository/config.yaml --
a: 1
-- steps --
initialize {}
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(repository/config.yaml)"}]}
error -32803 "*lies in no plugin project*"
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(main.go)"}]}
error -32803 "*registers no parse function*"
request shutdown
result null
notify exit
exits 0
