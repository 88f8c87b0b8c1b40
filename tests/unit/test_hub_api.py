"""A view over HTTP: the same data and version as by the socket, for those who may see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.live.api import views_api
from server.security.rights import DeviceKind
from server.security.serving import install
from tests.bench.board import board_views, put
from tests.door import API, Door


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """Give a hall's door with the board's views behind it."""
    door = Door(tmp_path)
    door.app = Flask("views")
    install(door.app, door.authenticator, [views_api(board_views())])
    yield door
    door.close()


def get(client: FlaskClient, view: str, token: str, hall: str = "main") -> tuple[int, dict[str, object]]:
    """Read a view."""
    answer = client.get(f"{API}/halls/{hall}/views/{view}", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.get_json()


def test_a_view_is_read_with_its_version(door: Door) -> None:
    token = door.enrols(DeviceKind.DISPLAY)
    version = put(door.store, door.halls["main"], "k", "螢幕".encode())
    status, answer = get(door.app.test_client(), "all", token)
    assert status == 200
    assert answer == {"view": "all", "version": version, "data": {"values": {"k": "螢幕"}}}


@pytest.mark.parametrize(
    ("view", "hall", "status", "code"),
    [
        ("value:k", "main", 403, "forbidden"),
        ("nothing", "main", 404, "unknown_view"),
        ("all:1", "main", 404, "unknown_view"),
        ("all", "annex", 404, "unknown_hall"),
    ],
)
def test_a_view_that_is_not_theirs_is_refused(door: Door, view: str, hall: str, status: int, code: str) -> None:
    token = door.enrols(DeviceKind.DISPLAY)
    found, answer = get(door.app.test_client(), view, token, hall)
    assert (found, answer["code"]) == (status, code)
