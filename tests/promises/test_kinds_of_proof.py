"""A proof opens what it was made for: no kind of credential is taken for another, in any form it can be sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.security.rights import DeviceKind
from tests.inside import Inside

API = "/api/v1"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall."""
    made = Inside(tmp_path)
    yield made
    made.close()


def proofs(hall: Inside) -> dict[str, str]:
    """Return one of each kind of proof that there is, each just used for what it is for."""
    secret = hall.ticket()["track_url"].rpartition("/")[2]
    assert hall.app.test_client().get(f"{API}/track/{secret}").status_code == 200
    pairing = hall.told(None, "POST", "/pairing", {"kind": "kiosk", "hall": "main"})["secret"]
    assert hall.app.test_client().get(f"{API}/pairing/{pairing}").status_code == 200
    return {"person": hall.token("clerk1"), "device": hall.token("kiosk"), "ticket": secret, "pairing": pairing}


def spellings(proof: str) -> set[str]:
    """Return a proof under the prefixes of all kinds, as somebody tries who knows how they are kept."""
    bare = proof.partition("_")[2] or proof
    return {proof, bare, *(f"{kind}_{text}" for kind in "sdpt" for text in (proof, bare))}


def test_no_kind_opens_as_another(hall: Inside) -> None:
    """As bearer token, as a sign-in's or a device's cookie, as a ticket's or a pairing's secret."""
    known = proofs(hall)
    opened = set()
    for kind, proof in known.items():
        for text in spellings(proof):
            if hall.authenticator.resolve(text) is not None:
                opened.add((kind, text == proof, "token"))
            if hall.authenticator.holder_or_none(text) is not None:
                opened.add((kind, text == proof, "secret"))
            if hall.app.test_client().get(f"{API}/pairing/{text}").status_code == 200:
                opened.add((kind, text == proof, "pairing"))
    assert opened == {
        ("person", True, "token"), ("device", True, "token"), ("ticket", True, "secret"), ("pairing", True, "pairing"),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["{}", "t_{}"])
def test_a_slips_secret_gives_no_opinion_from_the_kiosk(hall: Inside, form: str) -> None:
    """The moment after its page was read: it opens its own page, and the device API not at all."""
    secret = hall.ticket()["track_url"].rpartition("/")[2]
    assert hall.app.test_client().get(f"{API}/track/{secret}").status_code == 200
    said = {"kind": "problem", "words": "from a slip", "language": "en"}
    answer = hall.app.test_client().post(
        f"{API}/halls/main/opinions",
        json=said,
        headers={"Authorization": f"Bearer {form.format(secret)}", "Idempotency-Key": "from-a-slip"},
    )
    assert answer.status_code == 401


def test_a_cookie_of_one_kind_is_not_another(hall: Inside) -> None:
    """A slip's secret as the cookie of a person or of a device."""
    known = proofs(hall)
    for name in ("floor_session", "floor_device"):
        for text in spellings(known["ticket"]) | spellings(known["pairing"]):
            browser = hall.app.test_client()
            browser.set_cookie(name, text)
            assert browser.get(f"{API}/me").status_code == 401
    assert hall.authenticator.resolve(known["device"]) is not None
    assert hall.authenticator.resolve(known["device"]).role is DeviceKind.KIOSK  # type: ignore[union-attr]  # as just seen
