A client that says of no command that it has it is offered no lenses: none of them would do anything.

-- steps --
initialize {"textDocument": {"codeLens": {}}, "initializationOptions": {"commands": ["something.else"]}}
capabilities {"capabilities": {"codeLensProvider": absent}}
request shutdown
result null
notify exit
exits 0
