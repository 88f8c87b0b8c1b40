"""A store of objects as S3-compatible ones are, small and honest: real HTTP, real signatures, objects in memory."""

import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

from tests.hall import free_port

KEY, SECRET, BUCKET = "of-the-test", "secret-of-the-test", "hall-files"


class ObjectStore:
    """One bucket; `silent` hangs up on everybody, as a store does whose network is gone."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.silent = False
        store = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one(self) -> None:
                if store.silent:
                    self.connection.close()
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.say(*store.answered(self.command, self.path, self.headers, body))

            do_GET = do_PUT = do_DELETE = do_HEAD = handle_one  # noqa: N815 - as http.server calls them

            def say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Type", "application/xml" if status >= 400 else "application/octet-stream")
                self.send_header("ETag", f'"{hashlib.md5(body).hexdigest()}"')
                self.send_header("Last-Modified", "Mon, 02 Mar 2026 09:00:00 GMT")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        """Begin to answer."""
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()

    def answered(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, bytes]:
        """Do what is asked by whoever signs with the secret."""
        if not signed(method, path, headers, body):
            return 403, fault("SignatureDoesNotMatch")
        bucket, _, name = unquote(urlsplit(path).path).lstrip("/").partition("/")
        if bucket != BUCKET:
            return 404, fault("NoSuchBucket")
        if method == "PUT":
            self.objects[name] = body
            return 200, b""
        if method == "DELETE":
            self.objects.pop(name, None)
            return 204, b""
        if "location" in path or not name:
            return 200, b'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'
        return (200, self.objects[name]) if name in self.objects else (404, fault("NoSuchKey"))


def fault(code: str) -> bytes:
    """Return a refusal as such stores say it."""
    return f"<Error><Code>{code}</Code><Message>{code}</Message><RequestId>1</RequestId></Error>".encode()


def signed(method: str, path: str, headers: Any, body: bytes) -> bool:
    """Return whether a request is signed with the secret (AWS Signature Version 4) and its body is what was signed."""
    words = headers.get("Authorization", "").replace(",", " ").split()
    parts = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    if not parts.get("Credential", "").startswith(f"{KEY}/"):
        return False
    content = headers["x-amz-content-sha256"]
    if content != "UNSIGNED-PAYLOAD" and content != hashlib.sha256(body).hexdigest():
        return False
    at, query = urlsplit(path), sorted(one for one in urlsplit(path).query.split("&") if one)
    names = parts["SignedHeaders"].split(";")
    lines = [f"{name}:{' '.join(headers[name].split())}" for name in names]
    asked = [method, quote(unquote(at.path)), "&".join(one if "=" in one else f"{one}=" for one in query)]
    whole = "\n".join([*asked, *lines, "", parts["SignedHeaders"], content])
    scope = parts["Credential"].split("/", 1)[1]
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashlib.sha256(whole.encode()).hexdigest()])
    key = f"AWS4{SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    return hmac.compare_digest(hmac.new(key, text.encode(), "sha256").hexdigest(), parts["Signature"])
