"""``kaijuan`` as a script runs it: a process, its words, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from portal.cli.main import app

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str

    def lines(self) -> list[dict[str, object]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def sentence(self) -> str:
        """Standard error when it is one line for a person, which is all a refusal may print."""
        assert "Traceback" not in self.err, self.err
        assert len(self.err.strip().splitlines()) == 1, self.err
        return self.err.strip()


@dataclass(frozen=True, slots=True)
class Kaijuan:
    """The command over one data folder."""

    data: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "portal.cli", "--data", str(self.data), *arguments]

    def __call__(self, *arguments: str, given: str = "", **settings: str) -> Said:
        done = subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "200", **settings},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def within(self, *arguments: str) -> Said:
        """The same without a process of its own, for what ends inside the command."""
        done = CliRunner().invoke(app, ["--data", str(self.data), *arguments])
        return Said(done.exit_code, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
