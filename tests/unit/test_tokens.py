"""What proves a sign-in, by values alone: forms that are told apart, what follows from a token by the key."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import BadSignature, SignatureExpired

from server.security import tokens
from server.security.tokens import SETUP_LASTS, TokenSigner, hall_of, hash_of, is_token, setup_code

KEY = "a key of these tests, long enough to sign"
SECRET = "x" * 32
PINNED = [
    "zjg38g3Y3lk5ncY-mMx5GjkKMdORNi8rzGZsrPuXO7M",
    "VH2_GOxPPrqs67aNdoTxj45uZMeFmZP9vr5UB34XFeY",
    "GtddXmfBi06_L-Dx",
    "73170bb3d81c212b82efce658658ba55ff7b05ea06a1aaf08dae5e4d1cee9ca2",
    "d_41_doY3F7UYIh_NkSR6KwKaO0uX574a-8u4tA9fsTEd78I",
    "03d0e5e09adf8af2e14132a2c60a6512d69395d331a7f8090b80db885b7289d9",
]


def test_each_new_one_has_its_form_and_is_like_no_other() -> None:
    """A sign-in's, a device's with its hall, a pairing's likewise: 192 bit of chance each."""
    for make, form in (
        (tokens.staff_token, r"s_[\w-]{32}"),
        (lambda: tokens.device_token(41), r"d_41_[\w-]{32}"),
        (lambda: tokens.pairing_secret(41), r"p_41_[\w-]{32}"),
        (tokens.pairing_code, r"[2-9A-HJ-NP-Z]{6}"),
    ):
        made = {make() for _ in range(50)}
        assert len(made) == 50
        assert all(re.fullmatch(form, one) for one in made), form


@pytest.mark.parametrize(
    ("text", "device", "pairing", "token"),
    [
        (f"d_41_{SECRET}", 41, None, True),
        (f"d_41_{'x' * 64}", 41, None, True),
        (f"d_41_{'x' * 65}", None, None, False),
        (f"d_41_{'x' * 31}", None, None, False),
        (f"d_{'9' * 9}_{SECRET}", 999_999_999, None, True),
        (f"d_{'9' * 10}_{SECRET}", None, None, False),
        (f"d_٤_{SECRET}", None, None, False),  # a digit, but not one that names a hall
        (f"p_41_{SECRET}", None, 41, False),
        (f"s_{SECRET}", None, None, True),
        (f"s_{'x' * 65}", None, None, False),
        (f"s_{'é' * 32}", None, None, False),
        (f"x_41_{SECRET}", None, None, False),
        (f" d_41_{SECRET}", None, None, False),
        (f"d_41_{SECRET}\n", None, None, False),
        ("", None, None, False),
    ],
)
def test_what_a_text_is(text: str, device: int | None, pairing: int | None, token: bool) -> None:
    """Nothing is looked up that has not the form of what is kept there."""
    assert (hall_of(text, "d"), hall_of(text, "p"), is_token(text)) == (device, pairing, token)


def test_what_is_kept_of_a_token() -> None:
    """Its SHA-256, for ever: what stands in the database of years ago must still be found."""
    assert hash_of("s_abc") == hashlib.sha256(b"s_abc").hexdigest()


def test_a_kiosks_set_up_code_lasts_for_ten_minutes() -> None:
    """Eight digits, by the device and the time; the agent makes the same (kiosk/unlocking.py)."""
    begins = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    code, until = setup_code("hash", begins)
    window = int(begins.timestamp()) // 600
    made = hmac.digest(b"hash", f"kiosk set-up {window}".encode(), "sha256")
    assert (code, until) == (f"{int.from_bytes(made[:8], 'big') % 10**8:08}", begins + timedelta(minutes=10))
    assert setup_code("hash", until - timedelta(microseconds=1)) == (code, until)
    later, _ = setup_code("hash", until)
    other, _ = setup_code("other", begins)
    assert len({code, later, other}) == 3
    codes = {setup_code(str(number), begins)[0] for number in range(200)}
    assert {len(one) for one in codes} == {8}
    assert any(one.startswith("0") for one in codes)
    assert SETUP_LASTS == 600


def test_what_follows_from_a_token_follows_from_the_key_too() -> None:
    """With another key all is another, and no purpose's is another's; what was given out stays good."""
    signer, other = TokenSigner(KEY), TokenSigner("another key, and as long as the first")
    made = {
        name: [
            one.csrf_of("t"), one.first_of(1), one.share_of("t"), one.signature_of(b"t"), one.token_of(41, "t"),
            one.once.hex(), str(one.journey.dumps("t")),
        ]
        for name, one in (("signer", signer), ("other", other))
    }  # fmt: skip
    assert len({text for texts in made.values() for text in texts}) == 14
    assert signer.csrf_of("t") != signer.csrf_of("u")
    assert signer.first_of(1) != signer.first_of(2)
    assert signer.signature_of(b"t") == hmac.digest(signer.files, b"t", "sha256").hex()
    assert made["signer"][:6] == PINNED
    assert re.fullmatch(r"d_41_[\w-]{43}", signer.token_of(41, "t"))
    assert len(signer.share_of("t")) == 16


def test_comparing() -> None:
    """Letters of any script, and only the very same."""
    signer = TokenSigner(KEY)
    assert (signer.same("密碼", "密碼"), signer.same("a", "b"), signer.same("a", "ab")) == (True, False, False)


def test_a_journey_is_of_this_server_and_its_time() -> None:
    """What goes to a provider of sign-ins and comes back is read by who sent it, while it is fresh."""
    signer = TokenSigner(KEY)
    sent = signer.journey.dumps({"to": "/office/"})
    assert signer.journey.loads(sent, max_age=60) == {"to": "/office/"}
    for other in (TokenSigner("another key, and as long as the first").journey, signer.csrf):
        with pytest.raises(BadSignature):
            signer.journey.loads(other.dumps("t") if other is not signer.csrf else other.sign("t"), max_age=60)
    with pytest.raises(SignatureExpired):
        signer.journey.loads(sent, max_age=-1)
