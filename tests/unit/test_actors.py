"""Whoever acts, hall by hall: what they are there, what of them is there, and what they may somewhere."""

import pytest

from server.kernel.refusals import Forbidden
from server.security.actors import SYSTEM, Actor, ActorKind, staff_number
from server.security.rights import DeviceKind, May, Role

CLERK_AND_MANAGER = Actor(
    ActorKind.STAFF, 7, Role.CLERK, frozenset({1, 2}), posts=((1, Role.CLERK), (2, Role.MANAGER)), proof="s_x"
)
SIGN = Actor(ActorKind.DEVICE, 4, DeviceKind.COUNTER_SIGN, frozenset({3}), counter="3")
KIOSK = Actor(ActorKind.DEVICE, 5, DeviceKind.KIOSK, frozenset({1}))
BROWSER = Actor(ActorKind.STAFF, 7, Role.CLERK, frozenset({1}), posts=((1, Role.CLERK),), also=(SIGN, KIOSK))
TICKET = Actor(ActorKind.TICKET, 41, halls=frozenset({1}))


def test_what_somebody_is_in_a_hall() -> None:
    """Each hall has its own role for them; where none is said, the one they have."""
    assert [CLERK_AND_MANAGER.role_in(hall) for hall in (1, 2, 3)] == [Role.CLERK, Role.MANAGER, Role.CLERK]
    assert SIGN.role_in(3) is DeviceKind.COUNTER_SIGN
    assert CLERK_AND_MANAGER.at_hall(1) is CLERK_AND_MANAGER
    there = CLERK_AND_MANAGER.at_hall(2)
    assert (there.role, there.id, there.halls, there.posts) == (
        Role.MANAGER,
        7,
        frozenset({1, 2}),
        CLERK_AND_MANAGER.posts,
    )


def test_who_has_anything_to_do_in_a_hall() -> None:
    """Their own halls, those of the devices in their browser; the system everywhere."""
    assert [[who.of(hall) for hall in (1, 2, 3)] for who in (CLERK_AND_MANAGER, SIGN, BROWSER, SYSTEM)] == [
        [True, True, False],
        [False, False, True],
        [True, False, True],
        [True, True, True],
    ]


def test_what_of_somebody_is_in_a_hall() -> None:
    """To act, alone; to look, with the devices that are there too; where nothing of them is, nobody."""
    for acting in (True, False):
        assert SYSTEM.within(9, acting=acting) == SYSTEM
        assert CLERK_AND_MANAGER.within(2, acting=acting) == CLERK_AND_MANAGER.at_hall(2)
        assert CLERK_AND_MANAGER.within(3, acting=acting) is None
        assert SIGN.within(3, acting=acting) is SIGN
        assert BROWSER.within(2, acting=acting) is None
    alone = BROWSER.within(1, acting=True)
    assert alone is not None
    assert (alone.role, alone.also) == (Role.CLERK, ())
    assert BROWSER.within(3, acting=True) is None
    looks = BROWSER.within(1, acting=False)
    assert looks is not None
    assert (looks.role, looks.also) == (Role.CLERK, (KIOSK,))
    sign = BROWSER.within(3, acting=False)
    assert sign is not None
    assert (sign, sign.also) == (SIGN, ())
    two = Actor(
        ActorKind.STAFF, 7, Role.CLERK, frozenset({1, 2}), posts=((1, Role.CLERK), (2, Role.MANAGER)), also=(KIOSK,)
    )
    for acting in (True, False):
        there = two.within(2, acting=acting)
        assert there is not None
        assert (there.role, there.also) == (Role.MANAGER, ())


def test_what_somebody_may_where() -> None:
    """By their role there; a right of one hall is none in another, and a counter's device is of its counter."""
    assert [CLERK_AND_MANAGER.may(May.SERVE, hall=hall) for hall in (1, 2, 3)] == [True, False, False]
    assert [CLERK_AND_MANAGER.may(May.DIRECT, hall=hall) for hall in (1, 2, 3)] == [False, True, False]
    assert (CLERK_AND_MANAGER.may(May.SERVE), CLERK_AND_MANAGER.may(May.DIRECT)) == (True, False)
    assert [SIGN.may(May.SEE_SIGN, hall=3, at=at) for at in ("3", "4", None)] == [True, False, True]
    assert [TICKET.may(May.TRACK, hall=hall, at=at) for hall, at in ((1, "41"), (1, "42"), (2, "41"))] == [
        True,
        False,
        False,
    ]
    assert SYSTEM.may(May.SET_UP, hall=9, at="x")


def test_what_the_devices_of_a_browser_let_it_see() -> None:
    """In their hall and at their counter; they never let it act."""
    assert [BROWSER.may(May.SEE_SIGN, hall=hall, at=at) for hall, at in ((3, "3"), (3, "4"), (2, "3"))] == [
        True,
        False,
        False,
    ]
    alone = Actor(ActorKind.DEVICE, 9, DeviceKind.DISPLAY, frozenset({1}), also=(KIOSK, SIGN))
    assert (alone.may(May.ISSUE, hall=1), alone.may(May.SEE_KIOSK, hall=1), alone.may(May.SEE_KIOSK, hall=3)) == (
        False,
        True,
        False,
    )


def test_what_somebody_may_somewhere() -> None:
    """In any of their halls; whoever is of none yet, by their role."""
    assert [CLERK_AND_MANAGER.may_somewhere(right) for right in (May.SERVE, May.DIRECT, May.SET_UP)] == [
        True,
        True,
        False,
    ]
    admin = Actor(ActorKind.STAFF, 1, Role.ADMIN)
    assert (admin.may_somewhere(May.SET_UP), admin.may_somewhere(May.SERVE)) == (True, False)


def test_must_is_may_with_a_refusal() -> None:
    """With the same hall and place."""
    SIGN.must(May.SEE_SIGN, hall=3, at="3")
    for hall, at in ((2, "3"), (3, "4")):
        with pytest.raises(Forbidden):
            SIGN.must(May.SEE_SIGN, hall=hall, at=at)


def test_whose_staff_number_it_is() -> None:
    """A person's; of anybody else, the system too, none."""

    def number(actor: Actor) -> int:
        return staff_number(UnitOfWorkOf(actor))  # type: ignore[arg-type]  # it asks who acts, nothing else

    assert [number(who) for who in (CLERK_AND_MANAGER, SIGN, TICKET, SYSTEM)] == [7, 0, 0, 0]


class UnitOfWorkOf:
    """As much of a unit of work as is asked."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
