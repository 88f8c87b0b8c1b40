"""Single sign-on against a real provider: who is vouched for and known gets in; whatever does not fit does not."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.kernel.refusals import Fault
from server.security import commands, reads
from server.security.actors import SYSTEM
from server.store.hall import HEAD
from tests.inside import Inside
from tests.provider import CLIENT, SECRET, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider."""
    made = Provider().start()
    yield made
    made.stop()


@pytest.fixture
def hall(provider: Provider, tmp_path: Path) -> Iterator[Inside]:
    """A hall whose company has this provider."""
    hall = Inside(
        tmp_path, oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET,
        public_url="http://127.0.0.1:8000",
    )  # fmt: skip
    yield hall
    hall.close()


@pytest.fixture
def browser(hall: Inside) -> FlaskClient:
    """Somebody's browser before it."""
    return hall.app.test_client()


def sent_back(browser: FlaskClient, address: str = "/office/sso") -> str:
    """Go to the provider and return the address to which it sends the browser back."""
    out = browser.get(address)
    assert out.status_code == 303, out.text
    back = requests.get(out.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("http://127.0.0.1:8000/office/sso/back?")
    return f"{urlsplit(back).path}?{urlsplit(back).query}"


def signed_in(browser: FlaskClient) -> bool:
    """Return whether the office lets the browser in."""
    return "/sign-in" not in browser.get("/office/").headers.get("Location", "")


def test_who_is_known_gets_in(browser: FlaskClient) -> None:
    """From the button on the sign-in page to the page that was asked for first."""
    assert 'href="/office/sso"' in browser.get("/office/sign-in").text
    back = browser.get(sent_back(browser, "/office/sso?next=/office/main/people"))
    assert (back.status_code, back.headers["Location"]) == (303, "/office/main/people")
    assert signed_in(browser)


def test_an_address_of_elsewhere_is_not_followed(browser: FlaskClient) -> None:
    """The way on stays in the office."""
    back = browser.get(sent_back(browser, "/office/sso?next=https://evil.example/office/"))
    assert back.headers["Location"] == "/office/"


def refused(browser: FlaskClient, answer: TestResponse, says: str) -> None:
    """The sign-in page is shown with the reason, and nobody is signed in."""
    assert says in answer.text, answer.text
    assert answer.status_code >= 400
    assert 'name="password"' in answer.text
    assert not signed_in(browser)


def test_who_is_not_known_here(browser: FlaskClient, provider: Provider) -> None:
    """The provider's word makes nobody a member of staff."""
    provider.username = "stranger"
    answer = browser.get(sent_back(browser), headers={"Accept-Language": "en"})
    refused(browser, answer, "Nobody here has the user name “stranger”")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"}, {"iss": "http://elsewhere"}, {"exp": 1}, {"nonce": "another"}, {"azp": "another"},
        {"aud": [CLIENT, "another"]}, {"aud": [CLIENT, "another"], "azp": "another"}, {"sub": ""}, {"sub": None},
        {"sub": "x" * 300},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_does_not_fit(browser: FlaskClient, provider: Provider, claims: dict[str, object]) -> None:
    """For another server, of another provider, too old, of another journey."""
    provider.claims = claims
    refused(browser, browser.get(sent_back(browser), headers={"Accept-Language": "en"}), "did not let you in")


def test_a_token_for_several_of_which_this_is_the_party(browser: FlaskClient, provider: Provider) -> None:
    """What was issued to this program may be for others too."""
    provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert browser.get(sent_back(browser)).status_code == 303


@pytest.mark.parametrize(
    "name", ["ＡＤＭＩＮ", "ADMIN", "Admin", " admin", "admin ", "аdmin", "ⅻ", "", ["admin"], None, 7]
)
def test_a_name_that_only_looks_like_one(browser: FlaskClient, provider: Provider, name: object) -> None:
    """Names are compared letter by letter: full-width, large or Cyrillic letters and spaces are others."""
    provider.claims = {"preferred_username": name}
    assert browser.get(sent_back(browser)).status_code == 403
    assert not signed_in(browser)


def test_a_name_that_is_given_to_somebody_else(hall: Inside, browser: FlaskClient, provider: Provider) -> None:
    """The rights stay with the account that came first; a renamed account keeps them; one's administrator lets go."""
    provider.username, provider.claims = "clerk1", {"sub": "first"}
    assert browser.get(sent_back(browser)).status_code == 303
    other = hall.app.test_client()
    provider.claims = {"sub": "second"}
    refused(other, other.get(sent_back(other), headers={"Accept-Language": "en"}), "with another account")
    provider.username, provider.claims = "renamed", {"sub": "first"}
    again = hall.app.test_client()
    assert again.get(sent_back(again)).status_code == 303
    assert again.get("/api/v1/session").json["person"]["name"] == "林怡君"  # type: ignore[index]  # JSON, or it fails here
    with hall.store.hall(HEAD, SYSTEM) as head:
        found = reads.sign_in_of(head, "clerk1")
        assert found is not None
        commands.give_password(head, staff=found[0].id, password_hash="none")
    provider.username, provider.claims = "clerk1", {"sub": "second"}
    assert other.get(sent_back(other)).status_code == 303
    provider.claims = {"sub": "first"}
    refused(hall.app.test_client(), again.get(sent_back(again), headers={"Accept-Language": "en"}), "another account")
    assert hall.faults() == []


def test_a_new_signing_key_is_taken_within_a_minute(hall: Inside, browser: FlaskClient, provider: Provider) -> None:
    """A provider changes its keys without a word; what none of them signed makes nobody ask more than once a minute."""
    assert browser.get(sent_back(browser)).status_code == 303
    asked = provider.asked_for_keys
    provider.key = provider.signs_with = provider.other_key
    for _ in range(3):
        assert browser.get(sent_back(browser)).status_code == 403
    assert provider.asked_for_keys == asked
    hall.clock.forward(61)
    assert browser.get(sent_back(browser)).status_code == 303
    assert provider.asked_for_keys == asked + 1


def test_a_provider_that_anybody_can_be(tmp_path: Path) -> None:
    """Without TLS whoever sits on the way vouches for anybody: the server does not start."""
    with pytest.raises(Fault, match=r"FLOOR_OIDC_ISSUER: .* https://"):
        Inside(tmp_path, oidc_issuer="http://sso.example", oidc_client_id=CLIENT, oidc_client_secret=SECRET)


def test_a_token_that_another_signed(browser: FlaskClient, provider: Provider) -> None:
    """A signature by a key that is not the provider's."""
    provider.signs_with = provider.other_key
    refused(browser, browser.get(sent_back(browser), headers={"Accept-Language": "en"}), "did not let you in")


def test_a_journey_of_another(browser: FlaskClient) -> None:
    """A code brought from elsewhere, twice, or without the cookie of this browser."""
    back = sent_back(browser)
    assert browser.get(back).status_code == 303
    other = browser.application.test_client()
    refused(other, other.get(back, headers={"Accept-Language": "en"}), "did not let you in")
    forged = sent_back(other).replace("state=", "state=x")
    refused(other, other.get(forged, headers={"Accept-Language": "en"}), "did not let you in")


def test_a_provider_that_is_away(browser: FlaskClient, provider: Provider) -> None:
    """It is said, and the user name still works."""
    provider.stop()
    refused(browser, browser.get("/office/sso", headers={"Accept-Language": "en"}), "cannot be reached just now")
    provider.start = provider.stop = lambda: provider  # type: ignore[method-assign]  # it has ended already
