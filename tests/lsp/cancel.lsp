A request that waits in the queue can be cancelled; one that is answered, or unknown, can't, and nothing else happens.

-- steps --
initialize {}
# Four messages in one piece, so that they are in the queue together.
bytes "Content-Length: 48\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":\"c1\",\"method\":\"x\"}        Content-Length: 48\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":\"c2\",\"method\":\"x\"}        Content-Length: 80\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":\"c2\"}}               Content-Length: 80\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":\"c9\"}}               "
message {"id": "c1", "error": {"code": -32601}}
message {"id": "c2", "error": {"code": -32800}}
notify $/cancelRequest {"id": "c1"}
notify $/cancelRequest
request shutdown
result null
notify exit
exits 0
