"""Single sign-on against a real provider: who is vouched for and known gets in; whatever does not fit does not."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.inside import Inside
from tests.provider import CLIENT, SECRET, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider."""
    made = Provider().start()
    yield made
    made.stop()


@pytest.fixture
def browser(provider: Provider, tmp_path: Path) -> Iterator[FlaskClient]:
    """Somebody's browser before a hall whose company has this provider."""
    hall = Inside(
        tmp_path, oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET,
        public_url="http://127.0.0.1:8000",
    )  # fmt: skip
    yield hall.app.test_client()
    hall.close()


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
    "claims", [{"aud": "another"}, {"iss": "http://elsewhere"}, {"exp": 1}, {"nonce": "another"}], ids=str
)
def test_a_token_that_does_not_fit(browser: FlaskClient, provider: Provider, claims: dict[str, object]) -> None:
    """For another server, of another provider, too old, of another journey."""
    provider.claims = claims
    refused(browser, browser.get(sent_back(browser), headers={"Accept-Language": "en"}), "did not let you in")


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
