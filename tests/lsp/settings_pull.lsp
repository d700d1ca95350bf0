Settings that the client is asked for: once initialized, and when it says that they changed. They win over those of a file.

-- s/port.json --
{"properties": {"port": {"type": "integer"}}}
-- wpls.yaml --
schemas: {s/port.json: data.yaml}
rules: {schema/type: info}
-- data.yaml --
port: x
-- steps --
settings {"rules": {"schema/*": "warning"}}
initialize {"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}}
expect client/registerCapability {"registrations": [{"method": "workspace/didChangeConfiguration", "registerOptions": {"section": "wpls"}}]}
expect workspace/configuration {"items": [{"section": "wpls"}]}
open data.yaml
diagnostics data.yaml [{"code": "schema/type", "severity": 2}]
settings {}
notify workspace/didChangeConfiguration {"settings": null}
expect workspace/configuration {"items": [{"section": "wpls"}]}
diagnostics data.yaml [{"code": "schema/type", "severity": 3}]
settings null
notify workspace/didChangeConfiguration {"settings": {}}
expect workspace/configuration
request shutdown
result null
notify exit
exits 0
