"""Commands that take things in: ingest, check, import-catalogue."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from access.subjects import Zone
from indexer import pipeline
from indexer.extraction import ExtractionPool
from indexer.pipeline import Report, Verdict
from indexer.readers import find_packages
from portal import wiring
from portal.cli.shared import Exit, JsonOption, console, errors, invocation, stop
from records.stores import shared_when_free

_WARNINGS_SHOWN = 20
PathsArgument = Annotated[list[Path], typer.Argument(help="信息包、压缩包，或装有它们的文件夹")]


def register(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command()(check)
    app.command("import-catalogue")(import_catalogue_command)


def ingest(paths: PathsArgument, as_json: JsonOption = False) -> None:
    """接收信息包。"""
    settings = invocation.settings()
    intake = wiring.open_intake(settings, by="kaijuan ingest")
    with shared_when_free(intake.store.places.lock(Zone.GOV, "ingest")), ExtractionPool(workers=2) as pool:
        found = list(find_packages(paths))
        _report(intake.ingest(found, pool, wiring.today()), len(found), as_json=as_json)


def check(paths: PathsArgument, as_json: JsonOption = False) -> None:
    """只检查，不写入；不需要库。"""
    with ExtractionPool(workers=2) as pool:
        found = list(find_packages(paths))
        _report(pipeline.check(found, pool, wiring.today()), len(found), as_json=as_json)


def _report(reports: Iterator[Report], total: int, *, as_json: bool) -> None:
    """One line each as JSON, or a bar while it runs and a table at the end.  Exit 3 when one was refused."""
    kept: Counter[Verdict] = Counter()
    refusals: Counter[str] = Counter()
    started = time.monotonic()
    shown = _json_lines(reports) if as_json else _with_bar(reports, total)
    warnings: dict[str, list[str]] = {}
    for report in shown:
        kept[report.verdict] += 1
        for warning in report.warnings:
            warnings.setdefault(warning, []).append(report.package)
        if report.verdict is Verdict.REFUSED:
            refusals[report.code] += 1
    if not as_json:
        _summary(kept, refusals, time.monotonic() - started)
        _warnings(warnings)
    if kept[Verdict.REFUSED]:
        raise typer.Exit(int(Exit.REFUSED.value))


def _json_lines(reports: Iterable[Report]) -> Iterator[Report]:
    for report in reports:
        typer.echo(report.line())
        yield report


def _with_bar(reports: Iterable[Report], total: int) -> Iterator[Report]:
    columns = (
        TextColumn("接收"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    started, done = time.monotonic(), 0
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task("", total=total, rate="")
        for report in reports:
            done += 1
            rate = done / max(time.monotonic() - started, 0.001)
            progress.update(task, completed=done, rate=f"{rate:.0f} 包/秒")
            if report.verdict is Verdict.REFUSED:
                progress.console.print(f"拒收 {report.package}：{report.reason}", markup=False, soft_wrap=True)
            yield report


def _summary(kept: Counter[Verdict], refusals: Counter[str], seconds: float) -> None:
    total = sum(kept.values())
    console.print(
        f"共 {total} 个：接收 {kept[Verdict.ACCEPTED]}，重复 {kept[Verdict.DUPLICATE]}，拒收 {kept[Verdict.REFUSED]}；"
        f"{total / max(seconds, 0.001):.0f} 包/秒",
    )
    if refusals:
        table = Table("拒收原因", "个数")
        for code, count in refusals.most_common():
            table.add_row(code, str(count))
        console.print(table)


def _warnings(warnings: dict[str, list[str]]) -> None:
    """Each thing to know once, with how often it was met and where first."""
    if not warnings:
        return
    table = Table("注意", "个数", "其中第一个")
    for sentence, packages in sorted(warnings.items(), key=lambda pair: -len(pair[1]))[:_WARNINGS_SHOWN]:
        table.add_row(sentence, str(len(packages)), Path(packages[0]).name)
    console.print(table)


def import_catalogue_command(file: Path, as_json: JsonOption = False) -> None:
    """导入没有文件的目录条目（CSV、XLSX、JSONL）。"""
    from indexer.catalogue_import import import_catalogue  # spreadsheets take their time to load

    if not file.is_file():
        stop(f"没有这个文件：{file}", Exit.REFUSED)
    intake = wiring.open_intake(invocation.settings(), by="kaijuan import-catalogue")
    report = import_catalogue(file, intake, wiring.today())
    bad = [{"row": row, "reason": reason} for row, reason in report.bad]
    if as_json:
        counts = {"accepted": report.accepted, "versions": report.versions, "duplicates": report.duplicates}
        typer.echo(json.dumps({**counts, "bad": bad}, ensure_ascii=False))
    else:
        for row, sentence in report.warnings:
            console.print(f"注意 第 {row} 行：{sentence}", markup=False, soft_wrap=True)
        for row, reason in report.bad:
            console.print(f"未导入 第 {row} 行：{reason}", markup=False, soft_wrap=True)
        console.print(f"新增 {report.accepted}，更新 {report.versions}，重复 {report.duplicates}，未导入 {len(bad)}")
    if bad:
        raise typer.Exit(int(Exit.REFUSED.value))
