"""Addresses are compiled once in a process of tests: each application has the same two hundred of them."""

from typing import Any, Final

from flask import Flask
from werkzeug.routing import Rule

COMPILED: Final[dict[object, dict[str, Any]]] = {}  # what compiling a rule made of it


class Remembered(Rule):
    """A rule that is compiled as the first time, where another application has the same."""

    def compile(self) -> None:
        """Take what was made of such a rule before, else make it."""
        defaults = sorted((self.defaults or {}).items())
        key = (self.rule, self.subdomain, self.host, self.merge_slashes, self.websocket, repr(defaults))
        if key not in COMPILED:
            before = dict(vars(self))
            super().compile()
            changed = {name: value for name, value in vars(self).items() if before.get(name) is not value}
            COMPILED[key] = changed | {"arguments": self.arguments}
        vars(self).update(COMPILED[key])


def remember_rules() -> None:
    """Have all applications of this process share what their rules are compiled to."""
    Flask.url_rule_class = Remembered
