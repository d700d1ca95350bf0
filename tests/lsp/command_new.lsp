The command wpls.new: a project, and what is refused.

-- there/mine.txt --
mine
-- steps --
initialize {}
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(.)", "name": "first", "lang": "go"}]}
result {"uri": "file://*/first", "open": "file://*/first/main.go"}
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(.)", "name": "second", "lang": "c"}]}
result {"uri": "file://*/second", "open": "file://*/second/plugin.c"}

# What is there is not touched.
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(.)", "name": "there", "lang": "go"}]}
error -32803 "'*/there' exists already, and stays as it is"
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(.)", "name": "No Name", "lang": "go"}]}
error -32803 "*try 'no-name'"
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(there/mine.txt)", "name": "third", "lang": "go"}]}
error -32803 "*is no folder to make a plugin in"
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(.)", "name": "third", "lang": "rust"}]}
error -32803 "no templates for 'rust': the languages are go, cpp and c"
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "untitled:a", "name": "third", "lang": "go"}]}
error -32602 "'parent' must be the URI of a folder"
request workspace/executeCommand {"command": "wpls.new", "arguments": [{"parent": "$URI(.)", "lang": "go"}]}
error -32602 "'name' must be a string"

request shutdown
result null
notify exit
exits 0
