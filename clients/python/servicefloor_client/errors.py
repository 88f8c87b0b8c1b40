"""What can go wrong."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """The server refused; nothing was changed.

    `code` is for programs and keeps its meaning (/openapi lists them all), `title` and `detail` are for people, in the
    language that was asked for; `fields` says which field of the body does not fit.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, dict(problem)
        self.code = str(problem.get("code", "unknown"))
        self.title, self.detail = str(problem.get("title", "")), str(problem.get("detail", ""))
        self.fields = {str(one["field"]): str(one["message"]) for one in problem.get("errors", ())}
        super().__init__(f"{self.code}: {self.detail or self.title or status}")


class Unreachable(Exception):
    """No answer came, however often it was tried; it may have been done, and the same key may be sent again."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        super().__init__(f"no answer from {url}")
