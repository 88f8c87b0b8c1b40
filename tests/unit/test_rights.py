"""The table of rights, spelled out a second time: what is not here must be refused."""

from enum import StrEnum
from pathlib import Path

import pytest

from server.kernel.refusals import Forbidden
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.rights import ALLOWED, ONLY_LOOKS, DeviceKind, Holder, May, Role, Who
from tests.door import Door

EVERYONE: tuple[Who, ...] = (*Role, *DeviceKind, *Holder)
STAFF = "clerk reviewer supervisor manager auditor admin"
MAY = {
    "ISSUE": "kiosk clerk supervisor booker customer",
    "REPORT_PRINT": "kiosk",
    "HAND_IN": "kiosk",
    "DIRECT": "supervisor manager",
    "SET_PROFILES": "supervisor manager admin",
    "SEE_PLANS": "clerk reviewer supervisor manager auditor admin",
    "WRITE_PLANS": "supervisor manager admin",
    "APPROVE_PLANS": "manager admin",
    "READ_CASES": "clerk reviewer supervisor manager auditor",
    "SEE_CASES": "supervisor manager auditor",
    "LOOK_INTO_CASE": "clerk reviewer supervisor manager",
    "HANDLE_CASE": "clerk supervisor",
    "ALLOW_NOTICE": "supervisor manager",
    "REVIEW_CASE": "reviewer:others supervisor:others",
    "ANSWER_CASE": "supervisor:others manager:others",
    "SEE_PROCEDURES": "clerk reviewer supervisor manager auditor admin",
    "WRITE_PROCEDURES": "supervisor manager admin",
    "APPROVE_PROCEDURES": "manager admin",
    "SERVE": "clerk supervisor",
    "STOP_ISSUE": "supervisor manager",
    "APPROVE_DEVICE": "supervisor admin",
    "REVOKE_DEVICE": "supervisor admin",
    "SEE_DEVICES": "supervisor manager auditor admin",
    "SEE_KEPT": "manager auditor admin",
    "SET_UP": "admin",
    "TRACK": "customer",
    "READ_HALL": f"{STAFF} kiosk display counter-sign tablet sensor customer",
    "READ_TICKET": "clerk reviewer supervisor manager auditor",
    "READ_JOURNAL": "supervisor auditor",
    "READ_COMPANY": "auditor",
    "SEE_KIOSK": f"kiosk {STAFF}",
    "SEE_DISPLAY": "display clerk supervisor manager auditor",
    "SEE_SIGN": "counter-sign clerk supervisor manager auditor",
    "SEE_COUNTER": "clerk supervisor auditor",
    "SEE_TABLET": "tablet",
    "SEE_LINE": "customer clerk reviewer supervisor manager auditor",
    "SEE_VISIT": "customer",
    "SEE_BOARD": "supervisor manager auditor",
    "RATE": "tablet customer",
    "GIVE_OPINION": "kiosk tablet customer",
    "SEE_RATINGS": "supervisor manager auditor",
    "SEE_CLERK_RATINGS": "clerk:own supervisor:own",
    "FOLLOW_UP": "supervisor:others manager:others",
    "ANSWER_OPINION": "supervisor manager",
    "COUNT_HEADS": "sensor supervisor manager",
    "SEE_CROWD": "display clerk supervisor manager auditor",
    "ACKNOWLEDGE": "supervisor manager",
    "RAISE_INCIDENT": "clerk reviewer supervisor manager",
    "SEE_INCIDENT": "clerk reviewer supervisor manager auditor",
    "CONFIRM_STEP": "clerk reviewer supervisor manager",
    "LEAD_INCIDENT": "supervisor manager",
    "ANNOUNCE": "supervisor manager",
    "REPORT_DEVICE": "kiosk display counter-sign tablet sensor",
    "SEE_SPEECH": "display kiosk",
    "READ_REPORTS": "supervisor manager auditor",
    "WAIVE_CLAUSE": "manager",
    "SEE_BRIEFINGS": "clerk reviewer supervisor manager auditor",
    "BRIEF": "supervisor manager",
    "CONFIRM_BRIEFING": "clerk reviewer supervisor",
    "SEE_TASKS": "supervisor manager auditor",
    "GIVE_TASK": "supervisor manager",
    "DO_TASK": "clerk:own reviewer:own supervisor:own manager",
    "SEE_CHECKS": "supervisor manager auditor",
    "CHECK": "supervisor:others manager:others",
    "ANSWER_FINDING": "clerk:own reviewer:own supervisor:own manager:own",
    "SEE_MESSAGES": "supervisor manager auditor admin",
    "SETTLE_MESSAGES": "supervisor manager admin",
    "SEND_MESSAGES": "",
    "BOOK": "booker clerk supervisor manager",
    "SEE_APPOINTMENTS": "clerk supervisor manager auditor",
    "SEE_BOOKED": "clerk supervisor manager",
    "END_APPOINTMENTS": "",
}


def actor_of(who: Who, *, hall: int = 1, counter: str | None = None, also: tuple[Actor, ...] = ()) -> Actor:
    """Return an actor of hall 1."""
    if isinstance(who, Holder):
        held = ActorKind.TICKET if who is Holder.CUSTOMER else ActorKind.APPOINTMENT
        return Actor(held, 41, halls=frozenset({hall}))
    kind = ActorKind.STAFF if isinstance(who, Role) else ActorKind.DEVICE
    return Actor(kind, 7, who, frozenset({hall}), counter, also=also)


def test_a_tickets_holder_sees_no_other_visit() -> None:
    """The right is bound to one's own ticket."""
    holder = actor_of(Holder.CUSTOMER)
    assert holder.may(May.SEE_VISIT, hall=1, at="41")
    assert not holder.may(May.SEE_VISIT, hall=1, at="42")
    assert not holder.may(May.SEE_VISIT, hall=2, at="41")


@pytest.mark.parametrize("right", May, ids=lambda right: right.name)
def test_exactly_those_named_have_the_right(right: May) -> None:
    """Each right is had by those of the table above, of all things or of some, and by nobody else."""
    wanted = {who: scope or "hall" for who, _, scope in (one.partition(":") for one in MAY[right.name].split())}
    assert {who.value: scope.value for who in EVERYONE if (scope := actor_of(who).scope(right))} == wanted
    whole = {who for who, scope in wanted.items() if scope == "hall"}
    assert {who.value for who in EVERYONE if actor_of(who).may(right)} == whole, "nobody said whose thing it is"
    assert {who.value for who in EVERYONE if actor_of(who).may_some(right)} == set(wanted)


ME, COLLEAGUE = 7, 8


@pytest.mark.parametrize(
    ("right", "whose", "may"),
    [
        (May.SEE_CLERK_RATINGS, ME, True),
        (May.SEE_CLERK_RATINGS, COLLEAGUE, False),
        (May.SEE_CLERK_RATINGS, None, False),
        (May.FOLLOW_UP, ME, False),
        (May.FOLLOW_UP, COLLEAGUE, True),
        (May.FOLLOW_UP, None, True),
        (May.LEAD_INCIDENT, ME, True),
        (May.LEAD_INCIDENT, None, True),
        (May.SET_UP, ME, False),
    ],
)
def test_a_right_of_some_things_asks_whose_it_is(right: May, whose: int | None, may: bool) -> None:
    """Their own alone, or all but their own; what is of all things does not ask, and what one has not, has no own."""
    supervisor = actor_of(Role.SUPERVISOR)
    assert supervisor.may(right, whose=whose) is may
    assert SYSTEM.may(right, whose=whose)
    if not may:
        with pytest.raises(Forbidden):
            supervisor.must(right, whose=whose)


def test_a_device_has_nothing_of_its_own() -> None:
    """A device of the same number is not the person."""
    device = Actor(ActorKind.DEVICE, ME, Role.SUPERVISOR, frozenset({1}))
    assert device.may(May.FOLLOW_UP, whose=ME)
    assert not device.may(May.SEE_CLERK_RATINGS, whose=ME)


def test_what_is_of_some_things_ends_at_the_hall() -> None:
    """One's own of another hall is not one's own here."""
    supervisor = actor_of(Role.SUPERVISOR, hall=1)
    assert supervisor.may(May.SEE_CLERK_RATINGS, hall=1, whose=ME)
    assert not supervisor.may(May.SEE_CLERK_RATINGS, hall=2, whose=ME)
    assert not supervisor.may_some(May.SEE_CLERK_RATINGS, hall=2)
    with pytest.raises(Forbidden):
        actor_of(Role.AUDITOR).must_some(May.SEE_CLERK_RATINGS)


def test_the_auditor_changes_nothing() -> None:
    """An auditor reads all and changes nothing."""
    auditor = actor_of(Role.AUDITOR)
    assert [right.name for right in May if auditor.may(right) and right not in ONLY_LOOKS] == []


def test_a_right_of_nowhere_is_nobodys() -> None:
    """A right that the table does not know is refused, not let through."""
    foreign = StrEnum("foreign", {"FLY": "fly"})
    assert [who for who in EVERYONE if actor_of(who).may(foreign["FLY"])] == []
    assert set(ALLOWED) == set(May)


def test_a_right_ends_at_the_hall() -> None:
    """What one may in one hall, one may not in another."""
    assert actor_of(Role.SUPERVISOR, hall=1).may(May.STOP_ISSUE, hall=1)
    assert not actor_of(Role.SUPERVISOR, hall=1).may(May.STOP_ISSUE, hall=2)


def test_a_device_at_a_counter_is_of_that_counter() -> None:
    """The sign of counter 3 does not see counter 4's."""
    sign = actor_of(DeviceKind.COUNTER_SIGN, counter="3")
    assert sign.may(May.SEE_SIGN, at="3")
    assert not sign.may(May.SEE_SIGN, at="4")


def test_a_browser_of_several_sees_as_any_and_acts_as_the_first() -> None:
    """Further devices in a browser let it look, and never act."""
    kiosk = actor_of(DeviceKind.KIOSK)
    browser = actor_of(DeviceKind.DISPLAY, also=(kiosk, actor_of(DeviceKind.COUNTER_SIGN, counter="3")))
    assert browser.may(May.SEE_SIGN, at="3")
    assert not browser.may(May.SEE_SIGN, at="4")
    assert kiosk.may(May.ISSUE)
    assert not browser.may(May.ISSUE)


def test_within_a_hall_only_what_is_of_it_counts() -> None:
    """An auditor of hall 1 whose browser is a display of hall 2 is a display in hall 2, and acts there as nobody."""
    display = actor_of(DeviceKind.DISPLAY, hall=2)
    browser = actor_of(Role.AUDITOR, hall=1, also=(display,))
    there = browser.within(2, acting=False)
    assert there == display
    assert not there.may(May.READ_JOURNAL)
    assert browser.within(2, acting=True) is None
    assert browser.within(3, acting=False) is None


def test_must_refuses() -> None:
    """`must` raises where `may` says no."""
    actor_of(Role.CLERK).must(May.SERVE, at="3")
    with pytest.raises(Forbidden):
        actor_of(Role.ADMIN).must(May.SERVE, at="3")
    SYSTEM.must(May.SET_UP)


def test_names_are_those_of_the_journal() -> None:
    """The journal knows numbers, never names."""
    names = [actor_of(who).name for who in (Role.CLERK, DeviceKind.KIOSK, *Holder)]
    assert [*names, SYSTEM.name] == ["staff:7", "device:7", "ticket:41", "appointment:41", "system"]
    assert "s_secret" not in repr(Actor(ActorKind.STAFF, 7, Role.CLERK, proof="s_secret"))


def test_no_clerk_rates_through_a_tablet(tmp_path: Path) -> None:
    """Behind a sign-in a tablet only looks; of two devices the one acts that may; in a demo each screen works."""
    for demo, through_a_sign_in in ((False, False), (True, True)):
        tmp_path.joinpath(str(demo)).mkdir()
        door = Door(tmp_path / str(demo), demo=demo)
        main = door.halls["main"]
        tablet = actor_of(DeviceKind.TABLET, hall=main, counter="3")
        for first, may in (
            (Role.CLERK, through_a_sign_in),
            (Role.SUPERVISOR, through_a_sign_in),
            (DeviceKind.DISPLAY, True),
        ):
            acts = door.authenticator.acting_as(actor_of(first, hall=main, also=(tablet,)), "main", May.RATE)
            assert acts is not None
            assert (acts.may(May.RATE, hall=main, at="3"), acts.also) == (may, ()), (demo, first)
        door.close()


def test_of_two_tablets_the_one_acts_that_the_page_names(tmp_path: Path) -> None:
    """One browser at counters 3 and 4: each rates its own; a name alone opens nothing."""
    door = Door(tmp_path)
    main = door.halls["main"]
    fourth = actor_of(DeviceKind.TABLET, hall=main, counter="4")
    for first, named, counter in (
        (DeviceKind.TABLET, "3", "3"),
        (DeviceKind.TABLET, "4", "4"),
        (DeviceKind.TABLET, None, "3"),
        (DeviceKind.TABLET, "5", "3"),
        (DeviceKind.DISPLAY, "4", "4"),
        (Role.CLERK, "4", None),
    ):
        browser = actor_of(first, hall=main, counter="3" if first is DeviceKind.TABLET else None, also=(fourth,))
        acts = door.authenticator.acting_as(browser, "main", May.RATE, counter=named)
        assert acts is not None
        assert acts.counter == counter, (first, named)
        assert acts.may(May.RATE, hall=main, at="5") is False
    door.close()
