"""What ``kaijuan`` answers to wrong settings, ports and places: one line, and the code that scripts know."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from portal.settings import SettingsError, load_settings
from tests.cli.running import Kaijuan


@pytest.fixture
def kaijuan(tmp_path: Path) -> Kaijuan:
    """A folder without stores: what is wrong here is said before one is opened."""
    return Kaijuan(tmp_path / "none")


WRONG = {
    "KAIJUAN_ENGINE": "solr",
    "KAIJUAN_CAPACITY": "1",
    "KAIJUAN_HTTPS": "maybe",
    "KAIJUAN_ARCHIVE_NAME": "",
    "KAIJUAN_GOV_DATABASE_URL": "mysql://user:geheim@host/db",
    "KAIJUAN_TRUSTED_PROXIES": "*",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_one_chinese_line_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, WRONG[name])
    with pytest.raises(SettingsError) as refused:
        load_settings()
    said = str(refused.value)
    assert said.startswith(f"设置 {name} 不对：")
    assert "\n" not in said
    assert "geheim" not in said
    assert "should" not in said


def test_a_wrong_setting_stops_the_command(kaijuan: Kaijuan) -> None:
    said = kaijuan("verify", KAIJUAN_ENGINE="opensearch")
    assert (said.code, said.out) == (1, "")
    assert "KAIJUAN_GOV_OPENSEARCH_URL" in said.sentence()


def test_serve_refuses_a_port_that_cannot_be(kaijuan: Kaijuan) -> None:
    for port in ("70000", "-1", "abc"):
        assert kaijuan.within("serve", "--zone", "public", "--port", port).code == 2
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = kaijuan("serve", "--zone", "public", "--port", port)
        assert said.code == 1
        assert port in said.sentence()


def test_without_a_store_every_command_says_what_to_do(tmp_path: Path) -> None:
    empty = Kaijuan(tmp_path / "none")
    for arguments in (("verify",), ("search", "x", "--zone", "public"), ("people", "list"), ("ingest", str(tmp_path))):
        said = empty(*arguments)
        assert said.code == 1
        assert "kaijuan init" in said.sentence()


def test_doctor_and_version(kaijuan: Kaijuan) -> None:
    assert kaijuan("version").out.startswith("kaijuan ")
    well = kaijuan("doctor")
    assert (well.code, "问题" in well.out) == (0, False)
    ill = kaijuan("doctor", KAIJUAN_ENGINE="solr")
    assert (ill.code, "KAIJUAN_ENGINE" in ill.out) == (1, True)
