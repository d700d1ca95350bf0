The notification wpls/status, for clients that asked for it: how many plugins there are, again when that changes.

-- one/go.mod --
module example.com/one

go 1.24.1
-- one/main.go --
package main

func main() {}
-- two/go.mod --
module example.com/two

go 1.24.1
-- two/main.go --
package main

func main() {}
-- steps --
initialize {"initializationOptions": {"statusNotifications": true}}
expect wpls/status {"plugins": 0, "indexing": true, "lastBuild": null}
expect wpls/status {"plugins": 2, "indexing": false, "lastBuild": null}
write three/main.go "package main\n\nfunc main() {}\n"
write three/go.mod "module example.com/three\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(three/main.go)", "type": 1}, {"uri": "$URI(three/go.mod)", "type": 1}]}
expect wpls/status {"plugins": 3, "indexing": false}
request shutdown
result null
notify exit
exits 0
