"""``make demo``: a demonstration archive, both portals and the worker, by the same commands a user would run.

The first run builds everything; later runs only start.  Ctrl-C stops whatever was started, and nothing else.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.table import Table

from access.store.accounts import new_password

console = Console(highlight=False)
RECORDS = 2000
READY_SECONDS = 60
_ARCHIVE = "明河区档案馆"


@dataclass(frozen=True, slots=True)
class Person:
    """A demonstration account."""

    user: str
    name: str
    department: str
    role: str
    does: str


PEOPLE = (
    Person("minzheng", "林小禾", "明河区民政局", "staff", "民政局工作人员：看本单位全部、政务共享"),
    Person("jiaoyu", "周文远", "明河区教育局", "staff", "教育局工作人员：看别的单位时只见目录"),
    Person("minzheng.dang", "许佳宁", "明河区民政局", "department_archivist", "民政局档案员：未进馆档案"),
    Person("dangan", "沈怀谷", _ARCHIVE, "archivist", "档案馆馆员：进馆档案"),
    Person("gongkai", "叶青", _ARCHIVE, "disclosure_officer", "依申请公开经办"),
    Person("fenguan", "方正平", _ARCHIVE, "approver", "分管领导，第二把钥匙"),
    Person("duzhe", "白川", "", "reader", "阅览室读者：只见已开放和获准的"),
    Person("xitong", "陆系统", "明河区政务服务数据管理局", "system_administrator", "系统管理员：不因角色看内容"),
    Person("anquan", "安保密", "明河区政务服务数据管理局", "security_administrator", "安全管理员：管等级"),
    Person("shenji", "申审计", "明河区审计局", "audit_administrator", "审计管理员：看审计"),
)


def main() -> int:
    """Build if needed, serve, wait for Ctrl-C."""
    root = Path(os.environ.get("KAIJUAN_DEMO", "demo-data")).absolute()
    ready = root / ".ready"
    if not ready.exists():
        passwords = _build(root)
        ready.touch()
        _show_people(passwords)
    else:
        console.print("演示档案已建好，直接启动。口令只在第一次运行时显示；重设用：kaijuan people password 账号")
    return _serve(root)


def _environment(root: Path, zone: str) -> dict[str, str]:
    """What one process is given: its own zone's settings and nothing of the other's."""
    other = "KAIJUAN_PUBLIC_" if zone == "gov" else "KAIJUAN_GOV_" if zone == "public" else "\0"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(other)}
    return {
        **kept,
        "KAIJUAN_DATA": str(root / "data"),
        "KAIJUAN_ARCHIVE_NAME": _ARCHIVE,
        "KAIJUAN_POSTAL_ADDRESS": "江州市明河区文澜路 1 号（虚构）",
        "KAIJUAN_TELEPHONE": "0000-0000000",
        "KAIJUAN_OPENING_HOURS": "工作日 9:00–12:00，13:30–17:00",
        "KAIJUAN_EXAMPLES": "婚姻登记 防汛 小学校舍",
    }


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "portal.cli", *words]


def _run(root: Path, *words: str, secret: str = "") -> None:
    environment = _environment(root, "both")
    if secret:
        environment["KAIJUAN_NEW_PASSWORD"] = secret
    subprocess.run(_command(*words), env=environment, check=True)  # noqa: S603 - our own command, fixed words


def _build(root: Path) -> dict[str, str]:
    """Everything from nothing.  A half-built demonstration is cleared away first: nothing in it was a user's."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    packages = root / "archive"
    console.print(f"一、生成演示档案：约 {RECORDS} 个信息包 → {packages}", soft_wrap=True)
    making = [sys.executable, "-m", "load.demo", str(packages), "--records", str(RECORDS)]
    subprocess.run(making, check=True, env=_environment(root, "both"))  # noqa: S603 - our own module
    console.print("二、建库并接收（kaijuan init、ingest、worker --once）")
    _run(root, "init")
    _run(root, "ingest", str(packages / "packages"))
    passwords = {}
    for person in PEOPLE:
        passwords[person.user] = new_password()
        words = ("--department", person.department, "--role", person.role, "--name", person.name)
        _run(root, "people", "add", person.user, *words, secret=passwords[person.user])
    _run(root, "organ", "load", str(packages / "organs.csv"), "--by", "xitong")
    _run(root, "worker", "--once")
    return passwords


def _show_people(passwords: dict[str, str]) -> None:
    table = Table(title="账号和口令（只显示这一次）", title_justify="left")
    for name in ("账号", "口令"):
        table.add_column(name, no_wrap=True)
    table.add_column("谁，能做什么", overflow="fold")
    for person in PEOPLE:
        who = f"{person.name}（{person.department or '读者'}）：{person.does}"
        table.add_row(person.user, passwords[person.user], who)
    console.print(table)


def _serve(root: Path) -> int:
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    public, gov = _free_port(8000), _free_port(8001)
    with ExitStack() as stack:
        running = [
            stack.enter_context(_Child(_command("worker"), _environment(root, "both"))),
            stack.enter_context(
                _Child(_command("serve", "--zone", "public", "--port", str(public)), _environment(root, "public"))
            ),
            stack.enter_context(
                _Child(_command("serve", "--zone", "gov", "--port", str(gov)), _environment(root, "gov"))
            ),
        ]
        for port in (public, gov):
            if not _answers(port, stopping):
                console.print(f"端口 {port} 上的门户没有启动。", style="red")
                return 1
        console.print(f"公众门户（开放档案）  http://127.0.0.1:{public}/")
        console.print(f"政务网门户（须登录）  http://127.0.0.1:{gov}/")
        console.print("按 Ctrl-C 停止。")
        while not stopping.wait(0.5):
            if any(child.ended for child in running):
                console.print("有一个进程意外退出，全部停止。", style="red")
                return 1
    console.print("已停止。")
    return 0


class _Child:
    """A process of ours that ends with the block, in a session of its own so that Ctrl-C reaches us first."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._command, self._environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 - our own command, fixed words
            self._command,
            env=self._environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None


def _free_port(wanted: int) -> int:
    """The wanted port, or a free one near it when somebody else has it."""
    for port in range(wanted, wanted + 200, 10):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"从 {wanted} 起没有空闲端口。")


def _answers(port: int, stopping: threading.Event) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not stopping.is_set():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except OSError:
            time.sleep(0.2)
    return False


def run() -> int:
    """``main``, with the two ways a build can end early as one sentence each."""
    try:
        return main()
    except KeyboardInterrupt:
        console.print("已中断。下次运行 make demo 会从头生成。")
        return 130
    except subprocess.CalledProcessError as failed:
        console.print(f"这一步没有做成：{' '.join(failed.cmd[1:6])} …（退出码 {failed.returncode}）", style="red")
        return 1


if __name__ == "__main__":
    sys.exit(run())
