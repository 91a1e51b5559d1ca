"""The program calls nobody and lets nobody call: while it runs it has no connection and no listening port."""

from __future__ import annotations

import os
import re
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds to wait for the program to be ready, on a busy machine."""

PROGRAM = """
import sys
from pathlib import Path
from dialogdesk.services import demo
from dialogdesk.services.desk import Desk
from dialogdesk.ui.application import make_application
from tools.stage import running, wait_for_worker
folder = Path(sys.argv[1]) / "desk"
desk = Desk(folder)
demo.fill(desk)
desk.close()
with running(make_application(), folder) as program:
    for tab in ("overview", "market", "calendar", "minutes", "governance"):
        program.window.open_tab(tab)
    program.show_settings()
    wait_for_worker(program)
    print("ready", flush=True)
    sys.stdin.readline()
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/net").is_dir(), reason="/proc is of Linux")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The real program with every tab open and its worker process warm, in a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    assert ready, "the program never began"
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.wait(PATIENCE)
    process.stdout.close()


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                found = re.search(r"^PPid:\s+(\d+)", (entry / "status").read_text(), re.MULTILINE)
            except OSError:
                continue
            if found:
                parents[int(entry.name)] = int(found[1])
    members = [pid]
    for member in members:
        members += [child for child, parent in parents.items() if parent == member]
    return members


def internet_sockets(pid: int) -> list[str]:
    """The lines of the system's tables for the TCP and UDP sockets that the process has open."""
    own = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found = re.fullmatch(r"socket:\[(\d+)\]", str(handle.readlink()))
        except OSError:
            continue
        if found:
            own.add(found[1])
    inode = 9
    return [
        f"{table} {line.strip()}"
        for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        if line.split()[inode] in own
    ]


def test_nothing_is_called_and_nothing_listens_while_the_program_runs(
    program: subprocess.Popen[str],
) -> None:
    members = family(program.pid)
    assert len(members) > 1, "the worker process is one of them"
    assert [line for pid in members for line in internet_sockets(pid)] == []


def test_a_port_or_a_call_would_be_seen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert len(internet_sockets(os.getpid())) == 1
        with socket.create_connection(listening.getsockname()):
            assert len(internet_sockets(os.getpid())) == 2
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", 0))
        assert len(internet_sockets(os.getpid())) == 1
    assert internet_sockets(os.getpid()) == []
