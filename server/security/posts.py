"""Who is what where: a person's role is held hall by hall. Pure.

What is kept is one role, the halls, and those halls in which the role is another one; so a person of one role
everywhere looks as they always did.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from server.security.rights import Role

Posts: TypeAlias = Mapping[int, Role]  # hall → role there
Others: TypeAlias = tuple[tuple[int, Role], ...]


def posts_of(role: Role, halls: Iterable[int], others: Others) -> dict[int, Role]:
    """Return the role in each hall."""
    return {**dict.fromkeys(sorted(halls), role), **dict(others)}


def kept_as(posts: Posts, before: Role) -> tuple[Role, tuple[int, ...], Others]:
    """Return (role, halls, those with another role) as they are kept; the role is the one in the first hall."""
    halls = tuple(sorted(posts))
    role = posts[halls[0]] if halls else before
    return role, halls, tuple((hall, posts[hall]) for hall in halls if posts[hall] is not role)


def changed(was: Posts, now: Posts) -> set[int]:
    """Return the halls in which somebody's role is another one now, begins or ends."""
    return {hall for hall in {*was, *now} if was.get(hall) is not now.get(hall)}
