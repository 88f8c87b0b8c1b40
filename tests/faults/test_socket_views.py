"""The real server's sockets: who watches what is not theirs is refused and hears nothing of it, whoever they are."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from server.security.rights import DeviceKind
from tests.bench.raw_screen import Screen, hang_up
from tests.hall import Clerk, Kiosk, Server, quiet_config
from tests.promises.test_default_deny import DEVICES, STAFF, VIEWS

DEMO = {"clerk": "clerk3"}  # who of the demo's people has a role, where their name is not the role
AT_COUNTER_1 = {DeviceKind.COUNTER_SIGN, DeviceKind.TABLET}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the demo hall, in which nothing happens by itself."""
    folder = tmp_path_factory.mktemp("views")
    server = Server(folder, config=quiet_config(folder))
    try:
        yield server.start()
    finally:
        hang_up()
        server.kill()


def proof_of(hall: Server, who: str) -> dict[str, str]:
    """Let somebody in, and return what their socket says of them."""
    if who == "customer":
        answer = Kiosk(hall, hall.enrol(DeviceKind.KIOSK)).takes("E")
        return {"ticket": answer.json()["track_url"].rpartition("/")[2]}
    if who in DEVICES.split():
        kind = DeviceKind(who)
        return {"token": hall.enrol(kind, "1" if kind in AT_COUNTER_1 else None)}
    staff = Clerk(hall, DEMO.get(who, who), "3")
    return {"token": str(staff.http.headers["Authorization"]).removeprefix("Bearer ")}


@pytest.mark.parametrize("who", [*STAFF.split(), *DEVICES.split(), "customer"])
def test_only_what_is_theirs_is_pushed(hall: Server, who: str) -> None:
    """Each view of the hall, also of another counter and another hall: shown or refused, as the table says."""
    allowed = {view for view, may in VIEWS.items() if who in may.split()} | ({"line"} if who == "customer" else set())
    screen = Screen(hall.port, proof_of(hall, who))
    assert screen.hello.startswith("40/live,"), screen.hello
    answers = {view: screen.watch(view) for view in VIEWS}
    assert {view for view, answer in answers.items() if "code" not in answer} == allowed
    assert {str(answers[view]["code"]) for view in VIEWS.keys() - allowed} <= {"forbidden"}
    assert screen.watch("display", "moon")["code"] == "unknown_hall"
    assert screen.watch("everything")["code"] == "unknown_view"
    shown = {str(value["view"]) for name, value in screen.heard if name == "view" and isinstance(value, dict)}
    assert shown <= allowed
    Kiosk(hall, hall.enrol(DeviceKind.KIOSK)).takes("E").raise_for_status()  # every view of the hall is newer now
    assert screen.watch("everything")["code"] == "unknown_view"
    shown = {str(value["view"]) for name, value in screen.heard if name == "view" and isinstance(value, dict)}
    assert shown <= allowed
    screen.close()


def test_who_is_nobody_watches_nothing(hall: Server) -> None:
    """Without a proof, with a wrong one, with another's kind of proof."""
    token = hall.enrol(DeviceKind.DISPLAY)
    proofs = [{}, {"token": ""}, {"token": "d_1_" + "a" * 32}, {"ticket": token}, {"token": "1.nobodyhasthisone"}]
    strangers = [Screen(hall.port, proof) for proof in proofs]
    for screen in strangers:
        assert screen.hello.startswith('44/live,{"message":"sign_in_needed"')
        screen.say('42/live,1["watch",{"hall":"main","view":"display"}]')
    for screen in strangers:
        screen.sock.settimeout(20)
        with pytest.raises(ConnectionError):
            screen.text()  # not a word until it is sent away


def test_who_was_let_in_once_is_cut_when_it_ends(hall: Server) -> None:
    """A device that is taken out, a person who signs out: within five seconds nothing reaches them any more."""
    admin, clerk = Clerk(hall, "admin", "1"), Clerk(hall, "clerk4", "4")
    display = Kiosk(hall, hall.enrol(DeviceKind.DISPLAY))
    device = display.asks("GET", "/me").json()["id"]
    screens = []
    for one in (display, clerk):
        screens.append(Screen(hall.port, {"token": str(one.http.headers["Authorization"]).removeprefix("Bearer ")}))
        assert screens[-1].watch("display")["view"] == "display"
    assert admin.asks("DELETE", f"/halls/main/devices/{device}").status_code == 204
    assert clerk.asks("DELETE", "/session").status_code == 204
    began = time.monotonic()
    for screen in screens:
        screen.sock.settimeout(15)
        with suppress(ConnectionError):
            while screen.text() != "41/live,":
                assert time.monotonic() - began < 10
    assert time.monotonic() - began < 10  # five, and what a busy machine adds
