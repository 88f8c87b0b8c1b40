"""Which calls the hall display shows as new, and for how long: its pure part, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

MODULE: Final = Path(__file__).parents[2] / "display" / "hall" / "newcalls.js"
Steps = list[dict[str, Any]]

# Views come at given seconds; each answer says who has the screen then, and who waits for it.
RUN: Final = """
async steps => {
  const {NOBODY, settle, take} = await import("/newcalls.js");
  let stage = NOBODY, last = null;
  return steps.map(({at, calls, cut}) => {
    if (cut) [stage, last] = [NOBODY, null];
    else if (calls) {
      const next = {calls: calls.map(call => ({...call, at: new Date(call.at * 1000).toISOString()}))};
      [stage, last] = [take(stage, last, next, at * 1000), next];
    } else stage = settle(stage, at * 1000);
    return [stage.places.map(place => place.call.ticket), stage.queue.map(call => call.ticket)];
  });
}
"""


@pytest.fixture(scope="module")
def play(browser: Browser) -> Iterator[Callable[[Steps], list[list[list[int]]]]]:
    """Play views and times to the module; return for each step who has the screen and who waits."""
    page = browser.new_page()
    page.route("http://hall.test/", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    source = MODULE.read_text(encoding="utf-8")
    page.route("**/newcalls.js", lambda route: route.fulfill(content_type="text/javascript", body=source))
    page.goto("http://hall.test/")
    yield lambda steps: list(page.evaluate(RUN, steps))
    page.close()


def view(at: float, *calls: tuple[int, float], come: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return a view pushed at a second, with calls (ticket, second), newest first; `come` has come already."""
    return {"at": at, "calls": [{"ticket": ticket, "at": when, "now": ticket not in come} for ticket, when in calls]}


def test_a_call_has_the_screen_for_eight_seconds(play: Callable[[Steps], list[Any]]) -> None:
    steps = [view(100), view(101, (1, 101)), {"at": 108.9}, {"at": 109}]
    assert play(steps) == [[[], []], [[1], []], [[1], []], [[], []]]


def test_what_was_called_before_the_page_came_does_not_pop_up(play: Callable[[Steps], list[Any]]) -> None:
    assert play([view(100, (2, 95), (1, 91))]) == [[[2], []]]


def test_after_a_cut_only_the_last_seconds_are_new(play: Callable[[Steps], list[Any]]) -> None:
    steps = [view(100), {"at": 101, "cut": True}, view(120, (3, 115), (2, 105))]
    assert play(steps)[-1] == [[3], []]


def test_close_calls_stack_and_none_jumps(play: Callable[[Steps], list[Any]]) -> None:
    steps = [view(100), view(101, (1, 101)), view(104, (2, 104), (1, 101)), {"at": 110}, {"at": 112}]
    assert [shown for shown, _ in play(steps)] == [[], [1], [1, 2], [1, 2], []]


def test_a_fourth_waits_and_takes_the_place_that_had_its_time(play: Callable[[Steps], list[Any]]) -> None:
    three = [view(100), view(101, (1, 101)), view(103, (2, 103), (1, 101)), view(105, (3, 105), (2, 103), (1, 101))]
    steps = [*three, view(106, (4, 106), (3, 105), (2, 103), (1, 101)), {"at": 109}, {"at": 113}, {"at": 117}]
    assert play(steps)[4:] == [[[1, 2, 3], [4]], [[4, 2, 3], []], [[4, 2, 3], []], [[], []]]


def test_ten_calls_at_once_are_all_seen(play: Callable[[Steps], list[Any]]) -> None:
    calls = [(ticket, 101) for ticket in range(10, 0, -1)]
    answers = play([view(100), view(101, *calls), *({"at": 101 + 8 * turn} for turn in range(1, 5))])
    assert [ticket for shown, _ in answers for ticket in shown] == list(range(1, 11))


def test_a_recall_is_a_new_call_in_its_own_place(play: Callable[[Steps], list[Any]]) -> None:
    steps = [view(100), view(101, (1, 101)), view(103, (2, 103), (1, 101)), view(107, (1, 107), (2, 103)), {"at": 114}]
    assert [shown for shown, _ in play(steps)] == [[], [1], [1, 2], [1, 2], [1, 2]]


def test_a_recall_later_pops_up_again(play: Callable[[Steps], list[Any]]) -> None:
    assert play([view(100, (1, 50)), view(140, (1, 140))]) == [[[], []], [[1], []]]


def test_a_call_taken_back_leaves_and_who_has_come_is_not_called(play: Callable[[Steps], list[Any]]) -> None:
    four = [(ticket, 101) for ticket in (4, 3, 2, 1)]
    steps = [
        view(100),
        view(101, *four),
        view(102, *four, come=(4,)),
        view(103, (4, 101), (3, 101), (1, 101), come=(4,)),
    ]
    assert play(steps)[1:] == [[[1, 2, 3], [4]], [[1, 2, 3], []], [[1, 3], []]]


def test_who_came_within_the_same_push_is_not_called_out(play: Callable[[Steps], list[Any]]) -> None:
    assert play([view(100), view(101, (1, 101), come=(1,))])[-1] == [[], []]
