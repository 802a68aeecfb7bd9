"""Reusable extraction children: files go to a limited process over a pipe, and a process that dies costs one file.

Starting a child takes longer than reading a small file, so each serves many; it is replaced after a number of files, a
time-out or its death.  Threads may share a pool; each call has one child to itself.
"""

import base64
import json
import os
import queue
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import indexer
from indexer.errors import ExtractionUnavailable, PageImageUnavailable
from indexer.extraction.result import Extraction, Status, unreadable

_FILES_PER_CHILD = 500
_WALL_SECONDS = 60.0
_ANSWER_BYTES = 512 * 1024 * 1024
_CHUNK = 1024 * 1024


class _ChildLost(Exception):
    """The child died, hung or answered too much."""


class _Child:
    """One child process, started at the first request and again after each loss."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def ask(self, request: dict[str, Any], *, wall_seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer.  Raises :class:`_ChildLost` once the child is gone."""
        if self._served >= _FILES_PER_CHILD:
            self.stop()
        process = self._process or self._start()
        self._served += 1
        try:
            cast("Any", process.stdin).write(json.dumps(request).encode("ascii") + b"\n")
            cast("Any", process.stdin).flush()
            answer: dict[str, Any] = json.loads(_line(process, time.monotonic() + wall_seconds))
        except (OSError, ValueError, _ChildLost) as error:
            self.stop()
            raise _ChildLost from error
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        source = str(Path(indexer.__file__).parents[1])
        environment = {"PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "PATH": os.defpath}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "indexer.extraction.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd="/",
            )
        except OSError as error:
            raise ExtractionUnavailable("无法启动文字提取进程，请检查安装。") from error
        self._served = 0
        return self._process

    def stop(self) -> None:
        """End the process for good and close its pipes."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                try:
                    cast("Any", pipe).close()
                except OSError:
                    continue  # A half-written request cannot be flushed to a dead child.


def _line(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Read one answer line, however it is cut by the pipe, until the deadline."""
    descriptor = cast("Any", process.stdout).fileno()
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    received = bytearray()
    while not received.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise _ChildLost("time is up")
        chunk = os.read(descriptor, _CHUNK)
        received += chunk
        if not chunk or len(received) > _ANSWER_BYTES:
            raise _ChildLost("the child is gone")
    return bytes(received)


class ExtractionPool:
    """A number of children, each with its own limits.  Use as a context manager: leaving it ends them.

    ``wall_seconds`` is how long one file may take by the clock; the child's own CPU limit is usually first.
    """

    def __init__(self, *, workers: int, wall_seconds: float = _WALL_SECONDS) -> None:
        if workers < 1:
            raise ValueError(f"an extraction pool needs at least one worker, not {workers}")
        self._children = [_Child() for _ in range(workers)]
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._wall_seconds = wall_seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.stop()

    def extract(self, path: Path, *, media_type: str, name: str) -> Extraction:
        """The text of one file.  Never raises for what is in the file: a lost child is ``unreadable``."""
        request = {"do": "text", "path": str(path.absolute()), "media_type": media_type, "name": name}
        try:
            answer = self._ask(request)
        except _ChildLost:
            return unreadable("提取文字时超出时间或内存上限，文件可能异常")
        return Extraction(tuple(answer["pages"]), cast("Status", answer["status"]), str(answer["note"]))

    def page_png(self, path: Path, page_number: int, *, width: int) -> bytes:
        """One page of a PDF (from 1) as PNG.  Raises :class:`PageImageUnavailable`."""
        request = {"do": "png", "path": str(path.absolute()), "page": page_number, "width": width}
        try:
            answer = self._ask(request)
        except _ChildLost as error:
            raise PageImageUnavailable("绘制页面时超出时间或内存上限。") from error
        if "png" not in answer:
            raise PageImageUnavailable(str(answer["error"]))
        return base64.b64decode(answer["png"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        child = self._idle.get()
        try:
            return child.ask(request, wall_seconds=self._wall_seconds)
        finally:
            self._idle.put(child)
