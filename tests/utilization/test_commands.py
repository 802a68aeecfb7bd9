"""The desk's commands: who acts is checked, refusals end with 3, mistakes of usage with 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from portal.cli.main import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "200")

    def once(*words: str) -> Result:
        return CliRunner().invoke(app, ["--data", str(tmp_path), *words])

    assert once("init").exit_code == 0
    for user in ("secure", "secure2"):
        added = once("people", "add", user, "--department", "区档案馆", "--role", "security_administrator")
        assert added.exit_code == 0
    return once


def test_a_tier_from_edit_to_approval(run) -> None:
    edit = ("tier", "edit", "public", "controlled", "--catalogue", "public")
    assert run(*edit).exit_code == 2
    assert run(*edit, "--by", "nobody").exit_code == 3
    asked = run(*edit, "--by", "secure")
    assert asked.exit_code == 0
    proposal = asked.stdout.split()[-1]
    refused = run("tier", "approve", proposal, "--by", "secure")
    assert (refused.exit_code, "自己" in refused.stderr) == (3, True)
    assert run("tier", "approve", proposal, "--by", "secure2").exit_code == 0
    assert run("proposal", "list").stdout.count(proposal) == 0
    line = next(line for line in run("tier", "list").stdout.splitlines() if "controlled" in line)
    assert "公众" in line


def test_refusals_are_sentences(run) -> None:
    for words in (
        ("withdraw", "0" * 16, "--reason", "x", "--by", "secure"),
        ("restore", "0" * 16, "--reason", "x", "--by", "secure"),
        ("mark", "0" * 16, "gov", "--by", "secure"),
        ("grant", "approve", "0" * 32, "--by", "secure"),
        ("organ", "abolish", "无此单位", "--since", "2020-01-01", "--by", "secure"),
    ):
        refused = run(*words)
        assert refused.exit_code == 3, words
        assert refused.stderr.strip().endswith("。")
    assert run("organ", "abolish", "无此单位", "--since", "昨天", "--by", "secure").exit_code == 2
