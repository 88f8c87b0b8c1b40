"""The units and the web server's configuration are read by the programs they are written for."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "config" / "units"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def here(text: str) -> str:
    """Return a unit as if this checkout were the installed one, and the screen's compositor another program."""
    return text.replace("/opt/servicefloor", str(ROOT)).replace("/usr/bin/cage", "/usr/bin/env")


@pytest.mark.parametrize("unit", sorted([*UNITS.glob("*.service"), *UNITS.glob("*.timer")]), ids=lambda unit: unit.name)
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path) -> None:
    """systemd finds nothing to say about a unit."""
    for one in (unit, unit.with_suffix(".service")):  # a timer starts the unit of its name
        copy = tmp_path / one.name
        copy.write_text(here(one.read_text()))
    copy = tmp_path / unit.name
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    ours = [line for line in found.stderr.splitlines() if unit.name in line]
    assert (found.returncode, ours) == (0, [])


def test_systemd_refuses_a_broken_unit(tmp_path: Path) -> None:
    """The check sees a program that is not there: it can fail."""
    copy = tmp_path / "servicefloor.service"
    copy.write_text(here((UNITS / copy.name).read_text()).replace("/bin/floor", "/bin/flour"))
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, check=False)
    assert found.returncode != 0


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    """nginx reads the configuration, with a certificate made for the test."""
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=hall.example.org"]
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    site = (UNITS / "nginx.conf").read_text()
    site = site.replace("/etc/servicefloor/tls", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/nginx.pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n"
        + "".join(
            f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"access_log off;\n{site}\n}}\n"
    )
    found = subprocess.run([NGINX, "-t", "-q", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def test_the_browsers_policy_opens_only_our_pages() -> None:
    """Chromium's policy blocks everything and allows the kiosk's agent and the server."""
    policy = json.loads((UNITS / "chromium-policy.json").read_text())
    assert policy["URLBlocklist"] == ["*"]
    assert policy["URLAllowlist"] == ["http://127.0.0.1:8001", "https://hall.example.org"]
    assert policy["DeveloperToolsAvailability"] == 2
