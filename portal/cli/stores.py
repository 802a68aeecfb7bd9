"""Commands about stores: init, worker, reindex, verify, serve, doctor, version."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import AbstractContextManager
from importlib.metadata import version as distribution_version
from typing import Annotated

import typer

from access.subjects import Zone
from indexer import verifying
from indexer.worker import Worker
from portal import wiring
from portal.cli.shared import Exit, RequiredZone, ZoneOption, console, invocation, print_json, stop, zones
from portal.doctor import findings
from portal.settings import Settings, for_zone
from records.database import reading, writing
from records.jobs import JobKind, enqueue, newest_failure
from records.stores import Store, held

_POLL_SECONDS = 0.2


def register(app: typer.Typer) -> None:
    for command in (init, worker, reindex, verify, serve, doctor, version):
        app.command()(command)


def init(zone: ZoneOption = None) -> None:
    """建立或升级库（可重复运行）。"""
    settings = invocation.settings()
    for each in zones(zone):
        wiring.create_store(for_zone(settings, each))
        console.print(f"已就绪：{each.value}（{settings.data}）", markup=False)


def worker(
    once: Annotated[bool, typer.Option("--once", help="做完就退出")] = False,
    zone: ZoneOption = None,
) -> None:
    """应用发件箱、公布开放目录、执行任务。"""
    settings = invocation.settings()
    work = wiring.open_worker(settings, zones(zone))
    with _worker_lock(settings) as mine:
        if mine and once:
            work.drain()
        elif once:
            _wait_until_drained(work)
        elif mine:
            _run_until_stopped(work)
        else:
            stop("已有一个 worker 在处理这个数据目录。", Exit.FAILED)


def _worker_lock(settings: Settings) -> AbstractContextManager[bool]:
    """One worker per data folder."""
    folder = settings.data
    folder.mkdir(parents=True, exist_ok=True)
    return held(folder / ".worker.lock", shared=False)


def _wait_until_drained(work: Worker) -> None:
    while work.waiting():
        time.sleep(_POLL_SECONDS)


def _run_until_stopped(work: Worker) -> None:
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    console.print("worker 已启动，按 Ctrl-C 停止。")
    work.run(stopping.is_set, _POLL_SECONDS)


def reindex(zone: ZoneOption = None) -> None:
    """在旁边重建索引，建好后一次切换；查询和写入照常。"""
    settings = invocation.settings()
    stores = wiring.present_stores(settings, zones(zone))
    for store, _ in stores.values():
        with writing(store.database) as connection:
            enqueue(connection, JobKind.REINDEX, "{}", wiring.now())
    work = wiring.open_worker(settings, tuple(stores))
    with _worker_lock(settings) as mine:
        if mine:
            work.drain()
        else:
            _wait_until_drained(work)
    for store, _ in stores.values():
        with reading(store.database) as connection:
            if failure := newest_failure(connection, JobKind.REINDEX):
                stop(f"{store.zone.value} 的索引没有重建成，仍用原来的：{failure}", Exit.FAILED)
    console.print(f"已重建：{'、'.join(each.value for each in stores)}", markup=False)


def verify(
    zone: ZoneOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="每行一个 JSON")] = False,
) -> None:
    """比对数据库、文件和索引；有任何差异时退出码为 1。"""
    settings = invocation.settings()
    stores = wiring.present_stores(settings, zones(zone))
    found: list[verifying.Difference] = []
    for store, own in stores.values():
        found += _blob_differences(store)
        found += verifying.verify_index(store, wiring.index_writer(own))
        if waiting := verifying.waiting(store):
            console.print(f"{store.zone.value}：还有 {waiting} 条变更待处理（kaijuan worker）", markup=False)
    if Zone.GOV in stores and Zone.PUBLIC in stores:
        found += verifying.verify_publication(stores[Zone.GOV][0], stores[Zone.PUBLIC][0], wiring.today())
    for difference in found:
        if as_json:
            print_json(
                {
                    "zone": difference.zone,
                    "place": difference.place,
                    "kind": difference.kind.value,
                    "name": difference.name,
                }
            )
        else:
            console.print(str(difference), markup=False)
    if found:
        stop(f"共 {len(found)} 处差异。", Exit.FAILED)
    if not as_json:
        console.print("一致：数据库、文件、索引没有差异。")


def _blob_differences(store: Store) -> list[verifying.Difference]:
    """While an ingest runs, files written ahead of their rows are no difference."""
    with held(store.places.lock(store.zone, "ingest"), shared=False) as free:
        differences = list(verifying.verify_blobs(store))
    if free:
        return differences
    console.print(f"{store.zone.value}：正在接收信息包，暂不判断多出的文件", markup=False)
    return [difference for difference in differences if difference.kind is not verifying.Kind.EXTRA]


def serve(
    zone: RequiredZone,
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="监听端口，不写则公众端 8000、政务端 8001", min=0, max=65535)] = 0,
) -> None:
    """运行一个门户。"""
    from portal.serving import serve_zone  # the whole of HTTP, which no other command needs

    serve_zone(invocation.settings(), Zone(zone.value), host, port or (8001 if zone.value == "gov" else 8000))


def doctor() -> None:
    """检查环境：包名、数据目录、设置、数据库、索引。"""
    problems = 0
    for finding in findings(invocation.data):
        console.print(("正常  " if finding.well else "问题  ") + finding.sentence, markup=False)
        problems += not finding.well
    if problems:
        stop(f"{problems} 个问题。", Exit.FAILED)


def version() -> None:
    """版本。"""
    console.print(f"kaijuan {distribution_version('kaijuan')}", markup=False)
