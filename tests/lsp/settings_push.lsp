Settings from initializationOptions, and pushed while documents are open: what they change is published again. What is wrong with them
is said once, the rest counts.

-- s/port.json --
{"properties": {"port": {"type": "integer"}}}
-- data.yaml --
port: x
-- steps --
initialize {"initializationOptions": {"schemas": {"s/port.json": "data.yaml"}}}
open data.yaml
diagnostics data.yaml [{"code": "schema/type", "severity": 1}]
notify workspace/didChangeConfiguration {"settings": {"wpls": {"schemas": {"s/port.json": "data.yaml"}, "rules": {"schema/*": "info"}, "formts": true, "language": "zh"}}}
expect window/showMessage {"type": 2, "message": "wpls settings: *'formts'*did you mean 'formats'?"}
diagnostics data.yaml [{"code": "schema/type", "severity": 3, "message": "*应为整数*"}]
notify workspace/didChangeConfiguration {"settings": {"wpls": {"schemas": {"s/prt.json": "data.yaml"}}}}
expect window/showMessage {"type": 2, "message": "wpls settings: no schema at 's/prt.json': no such file"}
diagnostics data.yaml []
notify workspace/didChangeConfiguration {"settings": {"wpls": {"schemas": {"s/port.json": "data.yaml"}}}}
diagnostics data.yaml [{"code": "schema/type", "severity": 1}]
notify workspace/didChangeConfiguration {"settings": {"wpls": {}}}
diagnostics data.yaml []
notify workspace/didChangeConfiguration {"settings": null}
request shutdown
result null
notify exit
exits 0
