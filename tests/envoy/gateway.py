"""A real Envoy on loopback with one plugin, and an upstream that remembers what reached it."""
import http.client
import http.server
import json
import pathlib
import socket
import subprocess
import sys
import threading
import time

ANSWER = b"answer of the upstream"
READY_LIMIT = 200  # seconds for Envoy to compile a plugin on a loaded machine
STREAM_TIMEOUT = 1.5  # seconds until Envoy gives up on a request that a plugin holds; it then answers 504
SLOW_CHECK = 0.7  # seconds at most until /slow answers, well within STREAM_TIMEOUT


class Upstream(http.server.BaseHTTPRequestHandler):
    """Answers by path: /empty 204, /token a token, /eager before the body is there, /slow after the client has its answer, everything else
    ANSWER."""
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        self.connection.settimeout(2 * STREAM_TIMEOUT)  # Envoy gives up first
        try:
            body = b"" if self.path == "/eager" else self.read_chunks() if self.headers.get("transfer-encoding") else self.rfile.read(length)
        except OSError:
            body = None
        self.server.seen.append({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body})
        if body is None:
            self.close_connection = True
            return
        if self.path == "/slow":
            self.server.client_served.wait(SLOW_CHECK)
        status, content = (204, b"") if self.path == "/empty" else (200, b"tok" if self.path == "/token" else ANSWER)
        self.close_connection = self.close_connection or self.path == "/eager"
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", str(len(content)))
        try:
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # a crashed Envoy does not listen any more
            self.close_connection = True

    do_GET = do_POST = answer

    def read_chunks(self):
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_):
        pass


class UpstreamServer(http.server.ThreadingHTTPServer):
    """`seen`: the requests that came; `client_served`: the client of the request at hand has its answer."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Upstream)
        self.seen = []
        self.client_served = threading.Event()

    def handle_error(self, request, client_address):
        """Envoy breaks connections off when it has no use for them: that is no news."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cluster(cluster_name, port):
    endpoint = {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}}
    return {"name": cluster_name, "type": "STATIC", "connect_timeout": "1s",
            "load_assignment": {"cluster_name": cluster_name, "endpoints": [{"lb_endpoints": [endpoint]}]}}


def bootstrap(wasm, configuration, listen, upstream, stop_iteration):
    plugin = {"@type": "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm", "config": {
        "name": "plugin", "root_id": "plugin", "allow_on_headers_stop_iteration": stop_iteration,
        "configuration": {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": configuration},
        "vm_config": {"runtime": "envoy.wasm.runtime.v8", "code": {"local": {"filename": str(wasm)}}}}}
    router = {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}
    manager = {"@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
               "stat_prefix": "in", "stream_idle_timeout": f"{STREAM_TIMEOUT}s",
               "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
                   {"match": {"prefix": "/"}, "route": {"cluster": "upstream", "timeout": f"{STREAM_TIMEOUT}s"}}]}]},
               "http_filters": [{"name": "plugin", "typed_config": plugin}, {"name": "router", "typed_config": router}]}
    listener = {"name": "in", "address": {"socket_address": {"address": "127.0.0.1", "port_value": listen}},
                "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}]}
    # The second cluster has the name that the SDK makes of FQDNCluster{FQDN: "echo.test", Port: 80}.
    return {"static_resources": {"listeners": [listener],
                                 "clusters": [cluster("upstream", upstream), cluster("outbound|80||echo.test", upstream)]}}


class Gateway:
    """Use as a context manager. `ready` tells whether Envoy took the plugin; if not, it has ended."""

    def __init__(self, envoy, wasm, folder, configuration="{}", stop_iteration=True, document=None):
        """`document`: the bootstrap itself, with PORT and UPSTREAM for the two ports; paths in it are seen from `folder`."""
        self.server = UpstreamServer()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = free_port()
        self.log_path = pathlib.Path(folder) / "envoy.log"
        upstream = self.server.server_address[1]
        config = pathlib.Path(folder) / ("running.yaml" if document else "envoy.json")
        config.write_text(document.replace("PORT", str(self.port)).replace("UPSTREAM", str(upstream)) if document else
                          json.dumps(bootstrap(wasm, configuration, self.port, upstream, stop_iteration)))
        envoy = pathlib.Path(envoy).resolve()  # it is started in another folder
        self.process = subprocess.Popen(
            [envoy, "-c", str(config), "--disable-hot-restart", "--concurrency", "1", "--log-level", "warning", "--component-log-level",
             "wasm:info", "--log-path", str(self.log_path), "--file-flush-interval-msec", "10"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=folder)
        self.ready = self.wait_until_ready()

    def wait_until_ready(self):
        """True once Envoy listens, false as soon as it has ended. RuntimeError when neither comes: that is no verdict on the plugin."""
        end = time.monotonic() + READY_LIMIT
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            except OSError:
                if time.monotonic() > end:
                    self.__exit__()
                    raise RuntimeError(f"Envoy neither listens nor ends within {READY_LIMIT} s: {self.log[-1500:]}") from None
                threading.Event().wait(0.02)
        return False

    @property
    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def has_logged(self, text, seconds=3):
        """Envoy writes its log now and then: whether the text is in it before long."""
        end = time.monotonic() + seconds
        while text not in self.log:
            if time.monotonic() > end:
                return False
            threading.Event().wait(0.02)
        return True

    @property
    def crashed(self):
        """Whether the process is gone although nobody ended it. Its end is awaited for a moment: a broken connection comes first."""
        try:
            return self.process.wait(1) != 0
        except subprocess.TimeoutExpired:
            return False

    def request(self, method, path, headers, body):
        """What the client saw: status (None: none came), headers, body, whole (the answer ended as it should), and what went upstream."""
        before = len(self.server.seen)
        self.server.client_served.clear()
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=STREAM_TIMEOUT * 3)
        seen = {"status": None, "headers": {}, "body": b"", "whole": False}
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            seen |= {"status": response.status, "headers": {k.lower(): v for k, v in response.getheaders()}}
            seen |= {"body": response.read(), "whole": True}
        except http.client.IncompleteRead as cut:
            seen["body"] = cut.partial
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
            self.server.client_served.set()
        seen["seconds"] = time.monotonic() - started
        seen["upstream"] = next((s for s in self.server.seen[before:] if s["path"] == path), None)
        return seen

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.server.shutdown()
        self.server.server_close()
