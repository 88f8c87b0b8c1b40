"""Logging that is set up once more still writes, and can be read along, by whoever had used it before."""

import json

import pytest
import structlog
from structlog.testing import capture_logs

from server.kernel.logs import log_as_json


def test_set_up_once_more(capsys: pytest.CaptureFixture[str]) -> None:
    """A logger that was used under the first set-up is heard under the second."""
    log_as_json()
    log = structlog.get_logger()
    log.info("before")
    log_as_json()
    with capture_logs() as written:
        log.info("between", hall=1)
    log.info("after")
    assert [line["event"] for line in written] == ["between"]
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["before", "after"]
