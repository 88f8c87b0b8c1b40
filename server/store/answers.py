"""First answers, kept with their commands: a retry under the same key is answered as the first time."""

from sqlalchemy import bindparam, insert, select

from server.kernel.refusals import KeyMismatch
from server.store.prepared import Prepared
from server.store.tables import answers

ANSWER = Prepared(
    select(answers.c.body_hash, answers.c.status, answers.c.body).where(
        answers.c.hall_id == bindparam("hall"), answers.c.actor == bindparam("actor"), answers.c.key == bindparam("key")
    )
)
KEEP = Prepared(insert(answers))


class Answered(Exception):
    """The key was answered before: the first answer, byte for byte."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status, self.body = status, body
        super().__init__(status)


def answer_again(of: str, body_hash: str, status: int, body: bytes | None) -> None:
    """Raise the first answer; refuse the key for another request, and where the answer can be read no more."""
    if body_hash != of or body is None:
        raise KeyMismatch
    raise Answered(status, body)
