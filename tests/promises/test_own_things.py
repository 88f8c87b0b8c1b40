"""Promise: a right of one's own things opens nobody else's, one of others' not one's own, and nothing by omission."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.features import FEATURES
from server.security.rights import ALLOWED, May, Role, Scope
from tests.inside import Inside
from tests.inside_office import page, words
from tests.rated import follow_ups, on_a_wednesday, refused, serves

WEEK = 7 * 24 * 3600


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The hall on a Wednesday."""
    made = on_a_wednesday(tmp_path)
    yield made
    made.close()


def rated(hall: Inside, score: int) -> None:
    """Serve somebody at counter 3, who then rates it by phone."""
    _, secret = serves(hall)
    hall.told(None, "POST", f"/track/{secret}/rating", {"score": score})


def a_week_later(hall: Inside) -> None:
    """Let a week pass; who was signed in signs in anew."""
    hall.later(WEEK)
    hall.tokens.clear()


def number_of(hall: Inside, who: str) -> int:
    """Return somebody's staff number."""
    client = hall.app.test_client()
    client.set_cookie("floor_session", hall.token(who))
    return int(client.get("/api/v1/session").json["person"]["id"])  # type: ignore[index]  # JSON, or the test fails here


def test_a_clerk_sees_how_their_own_services_were_rated_and_nobody_elses(hall: Inside) -> None:
    """Of weeks that are over, and from ten ratings on; a colleague's are refused, to whoever leads as well."""
    for score in (5, 5, 4, 5, 3, 5, 4, 5, 5):
        rated(hall, score)
    me = number_of(hall, "clerk3")
    own = f"/halls/main/ratings/clerks/{me}"
    assert hall.told("clerk3", "GET", own)["rated"] == 0, "this week is not over"
    rated(hall, 4)
    a_week_later(hall)
    told = hall.told("clerk3", "GET", own)
    assert (told["rated"], told["count"]["scores"]) == (10, {"1": 0, "2": 0, "3": 1, "4": 3, "5": 6})
    for colleague in ("clerk1", "supervisor", "manager", "auditor", "admin"):
        assert hall.asks(colleague, "GET", own).status_code == 403
    assert hall.asks("clerk3", "GET", f"/halls/main/ratings/clerks/{number_of(hall, 'clerk1')}").status_code == 403
    assert "Very satisfied 6" in words(page(hall, "clerk3", "my-ratings"))
    assert "Fewer than 10 of your services" in words(page(hall, "clerk1", "my-ratings"))
    assert "my-ratings" in page(hall, "clerk3", "")
    assert "my-ratings" not in page(hall, "manager", "")


def test_few_ratings_are_not_shown(hall: Inside) -> None:
    """Whoever has three a month would know whose they are."""
    for score in (5, 4, 1):
        rated(hall, score)
    a_week_later(hall)
    told = hall.told("clerk3", "GET", f"/halls/main/ratings/clerks/{number_of(hall, 'clerk3')}")
    assert (told["rated"], told["count"]) == (3, None)


def test_nobody_follows_up_their_own_by_the_table_alone(hall: Inside) -> None:
    """The same predicate refuses the move and leaves it out of page and list: whoever had served, whoever they are."""
    hall.at_counter("3", "close")
    taken = hall.ticket()
    for act in ("open", "call", "start", "finish"):
        hall.at_counter("3", act, who="supervisor")
    secret = taken["track_url"].rpartition("/")[2]
    hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1})
    which = f"/halls/main/follow-ups/{follow_ups(hall)[0]['id']}/settled"
    assert refused(hall.asks("supervisor", "POST", which, {"note": "Mine."})) == (403, "own_service")
    assert hall.asks("manager", "POST", which, {"note": "Settled."}).status_code == 200


def test_a_move_with_a_right_of_some_things_says_whose_a_thing_is() -> None:
    """And the other way round: a separation stands only where the table makes one."""
    some = {right for right, who in ALLOWED.items() if set(who.values()) - {Scope.HALL}}
    moves = [move for feature in FEATURES for flow in feature.workflows for move in flow.moves]
    assert moves
    assert {move.name for move in moves if move.never and move.right not in some} == set()
    assert {move.name for move in moves if not (move.never or move.whose) and move.right in some} == set()


def test_views_are_not_of_some_things() -> None:
    """A view is made once for all who watch it, so nobody watches it by a right of some things only."""
    rights = {view.right for feature in FEATURES for view in feature.views} | {May.SEE_KIOSK, May.SEE_BOARD}
    assert {right for right in rights if set(ALLOWED[right].values()) - {Scope.HALL}} == set()
    assert ALLOWED[May.SEE_CLERK_RATINGS] == {Role.CLERK: Scope.OWN, Role.SUPERVISOR: Scope.OWN}
