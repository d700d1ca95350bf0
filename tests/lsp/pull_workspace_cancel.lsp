A request for the findings of the workspace that waits for something new can be cancelled.

-- notes.yaml --
a: 1
-- steps --
initialize {"textDocument": {"diagnostic": {}}, "initializationOptions": {"workspaceDiagnostics": true}}
frame {"jsonrpc": "2.0", "id": "held", "method": "workspace/diagnostic", "params": {"partialResultToken": "h", "previousResultIds": []}}
notify $/cancelRequest {"id": "held"}
message {"id": "held", "error": {"code": -32800}}
# Another one takes the place of one that waits.
frame {"jsonrpc": "2.0", "id": "first", "method": "workspace/diagnostic", "params": {"partialResultToken": 1, "previousResultIds": []}}
frame {"jsonrpc": "2.0", "id": "second", "method": "workspace/diagnostic", "params": {"partialResultToken": 2, "previousResultIds": []}}
message {"id": "first", "result": {"items": []}}
notify $/cancelRequest {"id": "second"}
message {"id": "second", "error": {"code": -32800}}
request shutdown
result null
notify exit
exits 0
