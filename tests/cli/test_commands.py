"""What scripts rely on: words, shapes and exit codes of ``kaijuan``, each by a process of its own."""

from __future__ import annotations

import shutil
import signal
import socket
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import update

from access.subjects import CITIZEN, Zone
from indexer.upkeep import referenced
from portal import wiring
from portal.settings import Settings, for_zone
from records import schema
from records.database import writing
from records.stores import Store
from search.state import SearchState
from tests.aips import Aip, write_aip
from tests.cli.running import Kaijuan

COUNT = 7


def _aip(number: int, **more: str) -> Aip:
    elements = {
        "档号": f"M001-WS·2001-D30-{number:04d}",
        "题名": f"关于婚姻登记第{number}号事项的通知",
        "立档单位名称": "明河区民政局",
        "日期": f"2001-05-{number + 1:02d}",
        "年度": "2001",
        "门类": "文书",
        "移交状态": "进馆",
        "开放标识": "开放",
        "开放日期": "2020-01-01",
        **more,
    }
    return Aip(f"command-{number:03d}", elements, {"rep1/正本.txt": f"第{number}件正文"})


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "packages"
    for number in range(COUNT):
        write_aip(folder, _aip(number))
    return folder


@pytest.fixture(scope="module")
def kaijuan(packages: Path) -> Kaijuan:
    """Both stores made twice, filled by the commands themselves."""
    command = Kaijuan(packages.parent / "data")
    assert command("init").code == 0
    assert command("init").code == 0
    taken = command("ingest", "--json", str(packages))
    assert (taken.code, taken.err) == (0, "")
    assert len(taken.lines()) == COUNT
    for line in taken.lines():
        assert list(line) == ["package", "format", "verdict", "reason", "records"]
        assert (line["verdict"], line["reason"], len(line["records"])) == ("accepted", "", 1)
    assert command("worker", "--once").code == 0
    return command


def test_a_second_delivery_is_a_duplicate_and_not_refused(kaijuan: Kaijuan, packages: Path) -> None:
    again = kaijuan("ingest", "--json", str(packages / "command-000"))
    assert (again.code, [line["verdict"] for line in again.lines()]) == (0, ["duplicate"])


def test_what_is_refused_is_one_line_and_the_rest_goes_in(kaijuan: Kaijuan, tmp_path: Path) -> None:
    secret = write_aip(tmp_path, _aip(90, 密级="机密"))
    plain = tmp_path / "note.txt"
    plain.write_text("不是信息包", "utf-8")
    good = write_aip(tmp_path / "good", _aip(91))
    taken = kaijuan("ingest", "--json", str(tmp_path / "nowhere"), str(plain), str(secret), str(good))
    assert taken.code == 3
    assert [line["verdict"] for line in taken.lines()] == ["refused", "refused", "refused", "accepted"]
    assert all(line["reason"] and line["records"] == [] for line in taken.lines()[:3])
    shown = kaijuan("ingest", str(secret))
    assert (shown.code, "拒收 1" in shown.out) == (3, True)


def test_check_needs_no_store_and_makes_none(packages: Path, tmp_path: Path) -> None:
    judged = Kaijuan(tmp_path / "none")("check", "--json", str(packages), str(tmp_path / "nowhere"))
    assert judged.code == 3
    assert [line["verdict"] for line in judged.lines()] == ["accepted"] * COUNT + ["refused"]
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_comes_in_and_a_bad_row_is_named(kaijuan: Kaijuan, tmp_path: Path) -> None:
    table = tmp_path / "entries.csv"
    table.write_text("档号,题名,密级\nT001-1,关于修路的报告,\nT001-2,不能进来,机密\n", "utf-8")
    taken = kaijuan("import-catalogue", "--json", str(table))
    assert taken.code == 3
    (line,) = taken.lines()
    assert (line["accepted"], [bad["row"] for bad in line["bad"]]) == (1, [3])
    assert kaijuan("import-catalogue", str(tmp_path / "nowhere.csv")).code == 3


def test_search_tells_a_stable_shape_and_a_cursor_walks_all_pages(kaijuan: Kaijuan) -> None:
    found, cursor = [], ""
    for _ in range(COUNT):
        asked = ["search", "婚姻登记", "--zone", "public", "--limit", "3", "--json"]
        said = kaijuan(*asked, *(["--cursor", cursor] if cursor else []))
        (page,) = said.lines()
        assert list(page) == ["total", "hits", "facets", "next"]
        assert page["total"] >= COUNT
        found += [hit["reference_code"] for hit in page["hits"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert list(page["hits"][0]) == ["id", "reference_code", "title", "score", "highlights"]
    assert list(page["facets"]) == ["fonds", "department", "year", "kind"]
    assert len(found) == len(set(found)) == page["total"]


def test_filters_are_chinese_labels(kaijuan: Kaijuan) -> None:
    base = ("search", "婚姻登记", "--zone", "public", "--json")
    (all_of_it,) = kaijuan.within(*base, "--filter", "kind=文书", "--filter", "department=明河区民政局").lines()
    (none_of_it,) = kaijuan.within(*base, "--filter", "kind=照片").lines()
    assert all_of_it["total"] >= COUNT
    assert (none_of_it["total"], none_of_it["hits"]) == (0, [])


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (("--filter", "openness=开放"), "openness"),
        (("--filter", "kind"), "名称=值"),
        (("--sort", "beauty"), "beauty"),
        (("--cursor", "abc"), "翻页标记"),
        (("--limit", "101"), "100"),
        (("--as", "somebody"), "公众端没有账号"),
    ],
)
def test_a_wrong_question_is_one_sentence_and_3(kaijuan: Kaijuan, wrong: tuple[str, str], named: str) -> None:
    said = kaijuan.within("search", "婚姻", "--zone", "public", *wrong)
    assert (said.code, said.out) == (3, "")
    assert named in said.sentence()


def test_a_query_too_long_is_refused(kaijuan: Kaijuan) -> None:
    said = kaijuan("search", "婚" * 201, "--zone", "public")
    assert said.code == 3
    assert "200" in said.sentence()


def test_nobody_finds_nothing_on_the_government_side_and_a_person_does(kaijuan: Kaijuan) -> None:
    made = kaijuan("people", "add", "li.ming", "--department", "明河区民政局", "--role", "staff")
    assert made.code == 0
    assert "只显示这一次" in made.out
    assert "li.ming" in kaijuan.within("people", "list").out
    base = ("search", "婚姻登记", "--zone", "gov", "--json")
    (nobody,) = kaijuan.within(*base).lines()
    assert (nobody["total"], nobody["hits"], set(map(len, nobody["facets"].values()))) == (0, [], {0})
    (person,) = kaijuan.within(*base, "--as", "li.ming").lines()
    assert person["total"] >= COUNT
    assert "openness" in person["facets"]
    assert kaijuan("people", "password", "li.ming", "--stdin", given="another-long-one\n").code == 0
    assert kaijuan("people", "password", "li.ming", "--stdin", given="x\n").code == 1
    assert kaijuan.within("people", "disable", "li.ming").code == 0
    gone = kaijuan(*base, "--as", "li.ming")
    assert (gone.code, gone.out) == (1, "")
    assert "li.ming" in gone.sentence()


def test_once_waits_for_the_worker_that_runs(kaijuan: Kaijuan, tmp_path: Path) -> None:
    running = kaijuan.start("worker")
    try:
        assert running.stdout is not None
        assert "worker" in running.stdout.readline()
        assert kaijuan("worker").code == 1
        write_aip(tmp_path, _aip(50, 题名="关于等候的通知"))
        assert kaijuan("ingest", str(tmp_path)).code == 0
        assert kaijuan("worker", "--once").code == 0
        (page,) = kaijuan("search", "等候", "--zone", "public", "--json").lines()
        assert page["total"] == 1
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
        running.communicate()


def test_searches_go_on_while_the_index_is_rebuilt(kaijuan: Kaijuan) -> None:
    store, settings = _store(kaijuan, Zone.PUBLIC)
    catalogue = wiring.open_catalogue(for_zone(settings, Zone.PUBLIC), store)
    stop, totals, failed = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            try:
                totals.append(catalogue.search(CITIZEN, SearchState(Zone.PUBLIC, query="婚姻登记")).total)
            except Exception as error:  # noqa: BLE001 - whatever it is, a search has failed
                failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    done = kaijuan("reindex")
    stop.set()
    asking.join()
    assert (done.code, failed, len(set(totals))) == (0, [], 1)
    assert len(totals) > 10
    assert kaijuan("verify").code == 0


def _store(kaijuan: Kaijuan, zone: Zone) -> tuple[Store, Settings]:
    settings = Settings(data=kaijuan.data)
    return wiring.open_store(for_zone(settings, zone)), settings


def test_verify_finds_what_is_missing_corrupt_extra_and_stale(kaijuan: Kaijuan, tmp_path: Path) -> None:
    copy = Kaijuan(tmp_path / "data")
    assert kaijuan("worker", "--once").code == 0
    shutil.copytree(kaijuan.data, copy.data)
    store, _ = _store(copy, Zone.GOV)
    gone, bent, *_ = sorted(referenced(store))
    store.blobs.path(gone).unlink()
    target = store.blobs.path(bent)
    target.write_bytes(bytes([target.read_bytes()[0] ^ 1]) + target.read_bytes()[1:])
    stray = store.blobs.root / "ff" / "ff" / ("f" * 64)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"stray")
    with writing(store.database) as connection:
        connection.execute(update(schema.item).where(schema.item.c.order_key.contains("0001")).values(version=9))
    found = copy("verify", "--json")
    assert found.code == 1
    kinds = {(line["place"], line["kind"], line["name"]) for line in found.lines() if line["zone"] == "gov"}
    assert {("blobs", "missing", gone), ("blobs", "corrupt", bent), ("blobs", "extra", "f" * 64)} <= kinds
    assert {kind for place, kind, _ in kinds if place == "index"} == {"stale"}
    assert len(found.lines()) >= 4
    assert kaijuan("verify").code == 0


def test_the_public_side_runs_alone(kaijuan: Kaijuan, tmp_path: Path) -> None:
    alone = Kaijuan(tmp_path / "data")
    shutil.copytree(kaijuan.data / "public", alone.data / "public")
    (page,) = alone("search", "婚姻登记", "--zone", "public", "--json").lines()
    assert page["total"] >= COUNT
    assert alone("verify").code == 0
    assert alone("reindex").code == 0
    assert "政务端" in alone("search", "婚姻", "--zone", "gov").sentence()
    assert not (alone.data / "gov").exists()
    port = _free_port()
    serving = alone.start("serve", "--zone", "public", "--port", str(port))
    try:
        record = f"http://127.0.0.1:{port}/records/{page['hits'][0]['id']}"
        assert "婚姻登记" in _fetched(record, patience=60)
    finally:
        serving.terminate()
        serving.wait(30)
        serving.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fetched(address: str, patience: float) -> str:
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
