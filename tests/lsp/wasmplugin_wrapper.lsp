The wrapper of a WasmPlugin: keys and values that the cluster knows, and what it refuses.

-- a.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: a
spec:
  phase: AUTHM
  failStrategy: 
  d
  matchRules:
    - ingress: [a]
      c
-- steps --
initialize {}
open a.yaml
diagnostics a.yaml [{"code": "config/not-checked", "severity": 4}, {"code": "schema/enum", "message": "*did you mean 'AUTHN'?"}, ...]
complete a.yaml "failStrategy: |"
labels FAIL_CLOSE FAIL_OPEN
complete a.yaml "  d|"
labels url sha256 imagePullPolicy imagePullSecret verificationKey pluginName priority vmConfig pluginConfig defaultConfig defaultConfigDisable
complete a.yaml "      c|"
labels domain service routeType config configDisable
hover a.yaml "match|Rules"
result {"contents": {"value": "matchRules: list of object or null\nConfigurations for some*"}}
request shutdown
result null
notify exit
exits 0
