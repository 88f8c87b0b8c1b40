"""A small OpenID Connect provider of a test's own: discovery, code flow with PKCE, signed ID tokens."""

import base64
import hashlib
import threading
import time
import uuid
from typing import Any, Self
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from tests.hall import free_port

CLIENT, SECRET = "servicefloor", "a secret between the two"


class Provider:
    """Vouches for `username` at once, without asking for a password."""

    def __init__(self) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.key, self.other_key = (RSAKey.generate_key(2048, auto_kid=True) for _ in range(2))
        self.username = "admin"
        self.claims: dict[str, Any] = {}  # what it says otherwise than it should
        self.signs_with = self.key
        self.asked_for_keys = 0
        self.codes: dict[str, dict[str, str]] = {}
        self.server = make_server("127.0.0.1", self.port, self.app(), threaded=True)

    def app(self) -> Flask:
        """Return its pages."""
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self.discovery)
        app.add_url_rule("/keys", view_func=self.keys)
        app.add_url_rule("/authorize", view_func=self.authorize)
        app.add_url_rule("/token", view_func=self.token, methods=["POST"])
        return app

    def discovery(self) -> Response:
        """Say where everything is."""
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
        )

    def keys(self) -> Response:
        """Give the public key."""
        self.asked_for_keys += 1
        return jsonify(keys=[self.key.as_dict(private=False)])

    def authorize(self) -> Any:
        """Send the browser back with a code."""
        code = uuid.uuid4().hex
        self.codes[code] = dict(request.args)
        return redirect(f"{request.args['redirect_uri']}?{urlencode({'code': code, 'state': request.args['state']})}")

    def token(self) -> Any:
        """Exchange a code, once, for whoever has the secret and the verifier."""
        asked = self.codes.pop(request.form["code"], None)
        known = request.authorization and (request.authorization.username, request.authorization.password)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or known != (CLIENT, SECRET) or challenge != asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "4711", "nonce": asked["nonce"], "iat": int(time.time()),
            "exp": int(time.time()) + 60, "preferred_username": self.username,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims | self.claims, self.signs_with)
        return jsonify(access_token="none", token_type="Bearer", id_token=token)

    def start(self) -> Self:
        """Begin to serve."""
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        """End."""
        self.server.shutdown()
        self.server.server_close()
