An editor that does not tell its language gets that of the environment: requests that come too early, findings, hovers of what is compiled in.
environment: LC_ALL=zh_CN.UTF-8

-- wpls.yaml --
build: {toolchan: go}
rules: {flow/sleep: hint}
-- plugin.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: none
spec:
  failStrategy: FAIL_OPEN
-- steps --
request textDocument/hover {"textDocument": {"uri": "$URI(plugin.yaml)"}, "position": {"line": 0, "character": 0}}
error -32002 "服务器尚未初始化"
request initialize {"processId": null, "rootUri": "$URI(.)", "capabilities": {}}
result ...
notify initialized {}
open wpls.yaml
diagnostics wpls.yaml [{"code": "schema/unknown-key", "message": "未知的键 'toolchan'*"}]
hover wpls.yaml "|build"
result {"contents": {"value": "*构建插件*如何构建模块*"}}
hover wpls.yaml "|flow/sleep"
result {"contents": {"value": "*在处理函数中休眠。*默认值*"}}
open plugin.yaml
hover plugin.yaml "|failStrategy"
result {"contents": {"value": "*字符串*插件无法加载或崩溃时*允许的值*"}}
notify textDocument/didClose {"textDocument": {"uri": "file:///none"}}
expect window/logMessage {"type": 2, "message": "已忽略对未打开文档的关闭：file:///none"}
request shutdown
result null
notify exit
exits 0
