"""A machine for the manual's commands: they run as they stand there, in folders of the test instead of /etc and /var.

What is the system's (users, apt, git, systemd) is played by small programs: `systemctl enable --now` starts what a unit
says, under its environment file, and `journalctl -u` shows what that wrote.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
MANUAL: Final = ROOT / "docs" / "operating.md"
PLAYED: Final = ("adduser", "apt", "git", "make", "runuser", "install", "systemctl", "journalctl")


def commands(heading: str, manual: Path = MANUAL) -> list[str]:
    """Return the commands that the manual has under a heading, line by line."""
    text = manual.read_text(encoding="utf-8")
    part = re.search(rf"^#+ {heading}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part is not None, heading
    return [line.strip() for line in re.findall(r"^    (\S.*)$", part[1], re.MULTILINE)]


class Machine:
    """An empty machine."""

    def __init__(self, folder: Path, **ports: int) -> None:
        self.folder = folder
        self.ports = {f"--port {old.removeprefix('of_')}": f"--port {new}" for old, new in ports.items()}
        self.programs = folder / "programs"
        for name in ("programs", "etc/systemd/system", "var/lib/servicefloor", "usr/local/bin", "run"):
            (folder / name).mkdir(parents=True)
        for name in PLAYED:
            program = self.programs / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tests.machine {name} "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        self.environment = {
            "PATH": os.pathsep.join([str(self.programs), str(folder / "usr/local/bin"), "/usr/bin", "/bin"]),
            "PYTHONPATH": str(ROOT),
            "MACHINE": str(folder),
            "PORTS": ";".join(f"{old}={new}" for old, new in self.ports.items()),
            "LANG": "C.UTF-8",
        }

    def types(self, line: str) -> str:
        """Type a line in a root shell; return what it printed, and fail with it where it fails."""
        done = subprocess.run(
            ["sh", "-c", moved(line, self.folder)], cwd=ROOT, env=self.environment, umask=0o022,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def writes(self, file: str, **lines: str) -> None:
        """Change lines of a file of settings, as an editor would."""
        path = Path(moved(file, self.folder))
        text = path.read_text(encoding="utf-8")
        for name, value in lines.items():
            assert re.search(rf"^{name}=", text, re.MULTILINE), f"{file} has no line {name}="
            text = re.sub(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")

    def stops(self) -> None:
        """End everything that it started."""
        for file in (self.folder / "run").glob("*.pid"):
            ended(int(file.read_text()))


def moved(text: str, folder: Path) -> str:
    """Return a text in which the machine's folders are the test's, and the installed checkout is this one."""
    ours = r"etc/(?:servicefloor|systemd|chromium)|var/(?:lib|backups)|usr/local/bin"
    text = re.sub(rf"(?<![\w.])/({ours})", rf"{folder}/\1", text)
    return text.replace("/opt/servicefloor", str(ROOT))


def ended(process: int) -> None:
    """End a process group and wait until it is gone."""
    try:
        os.killpg(process, signal.SIGTERM)
        os.waitpid(process, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def play(name: str, words: list[str], folder: Path) -> int:
    """Do as much of a system's program as the manual needs."""
    if name == "runuser":
        os.execvp(words[3], words[3:])  # -u USER -- COMMAND
    if name == "install":
        return installed(words, folder)
    if name == "journalctl":
        sys.stdout.write((folder / "run" / f"{words[1]}.log").read_text())
    if name == "systemctl" and words[0] != "daemon-reload":
        for unit in [word.removesuffix(".service") for word in words[1:] if not word.startswith("-")]:
            if not unit.endswith(".timer"):
                stop(unit, folder)
            if words[0] != "stop":
                start(unit, folder)
    return 0


def installed(words: list[str], folder: Path) -> int:
    """Install files, without owners that this machine does not know, and have their folders and ports be the test's."""
    owners = {at for at, word in enumerate(words) if word in {"-o", "-g"}}
    kept = [word for at, word in enumerate(words) if at not in owners and at - 1 not in owners]
    status = subprocess.run(["/usr/bin/install", *kept], check=False).returncode
    target = Path(kept[-1])
    for source in kept if target.is_dir() else []:
        copy = target / Path(source).name
        if copy.is_file() and copy.suffix != ".json":
            text = moved(copy.read_text(encoding="utf-8"), folder)
            for old, new in (pair.split("=") for pair in os.environ["PORTS"].split(";")):
                text = text.replace(old, new)
            copy.write_text(text, encoding="utf-8")
    return status


def start(unit: str, folder: Path) -> None:
    """Start what a unit says; a timer is set, and a program that is not on this machine is left out."""
    if unit.endswith(".timer"):
        assert (folder / "etc/systemd/system" / unit).exists(), unit
        return
    text = (folder / "etc/systemd/system" / f"{unit}.service").read_text(encoding="utf-8")
    environment = dict(os.environ)
    for file in re.findall(r"^EnvironmentFile=-?(.*)$", text, re.MULTILINE):
        if Path(file).exists():
            lines = Path(file).read_text(encoding="utf-8").splitlines()
            environment |= dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    for line in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE):
        words = [re.sub(r"\$\{(\w+)\}", lambda name: environment.get(name[1], ""), word) for word in shlex.split(line)]
        if not Path(words[0]).exists():
            continue
        with (folder / "run" / f"{unit}.log").open("ab") as log:
            process = subprocess.Popen(
                words, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        if "Type=oneshot" in text:
            assert process.wait(timeout=120) == 0, (folder / "run" / f"{unit}.log").read_text()
        else:
            (folder / "run" / f"{unit}.pid").write_text(str(process.pid))


def stop(unit: str, folder: Path) -> None:
    """Stop what runs of a unit."""
    file = folder / "run" / f"{unit}.pid"
    if not file.exists():
        return
    process = int(file.read_text())
    ended(process)
    while Path(f"/proc/{process}").exists() and "zombie" not in Path(f"/proc/{process}/status").read_text():
        time.sleep(0.05)
    file.unlink()


if __name__ == "__main__":
    raise SystemExit(play(sys.argv[1], sys.argv[2:], Path(os.environ["MACHINE"])))
