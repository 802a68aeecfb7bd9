"""``kaijuan tier/withdraw/restore/grant/organ/mark/proposal``: the use cases of the desk, from a terminal.

Whoever acts is named by ``--by`` and must hold the role; a refusal ends with 3 and one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from access.errors import AccessError
from access.facts import Network
from access.rules import Succession
from access.store.grants import HolderKind
from access.store.moments import read_day
from access.store.rules import ListedTier
from access.subjects import Grant, GrantTarget, Zone
from access.tiers import Audience, Axis, Tier
from portal import wiring
from portal.cli.shared import ByOption, Exit, console, invocation, stop
from portal.settings import for_zone
from utilization import grants, markings, organs, proposals, tiers, withdrawals
from utilization.desk import Desk
from utilization.errors import UtilizationError

tier_app = typer.Typer(help="开放等级和共享范围", no_args_is_help=True)
grant_app = typer.Typer(help="查阅授权", no_args_is_help=True)
organ_app = typer.Typer(help="单位沿革", no_args_is_help=True)
proposal_app = typer.Typer(help="待另一人批准的事项", no_args_is_help=True)

ReasonOption = Annotated[str, typer.Option("--reason", help="理由")]


class AudienceWord(StrEnum):
    """Audiences as they are typed."""

    PUBLIC = "public"
    GOV = "gov"
    DEPARTMENT = "department"
    ARCHIVES = "archives"
    NOBODY = "nobody"


class NetworkWord(StrEnum):
    """Markings as they are typed."""

    GOV = "gov"
    BOTH = "both"
    NONE = "none"


_WORDS = {
    Audience.PUBLIC: "公众",
    Audience.GOV: "政务网",
    Audience.DEPARTMENT: "本单位",
    Audience.ARCHIVES: "档案部门",
    Audience.NOBODY: "无",
}
_NETWORKS = {NetworkWord.GOV: Network.GOV, NetworkWord.BOTH: Network.BOTH, NetworkWord.NONE: Network.UNMARKED}


def register(app: typer.Typer) -> None:
    app.add_typer(tier_app, name="tier")
    app.add_typer(grant_app, name="grant")
    app.add_typer(organ_app, name="organ")
    app.add_typer(proposal_app, name="proposal")
    app.command()(withdraw)
    app.command()(restore)
    app.command()(mark)


@contextmanager
def open_desk() -> Iterator[Desk]:
    """The desk over the stores that are here; whatever it refuses ends the command with 3."""
    settings = invocation.settings()
    store = wiring.open_store(for_zone(settings, Zone.GOV))
    try:
        yield Desk(store.database, wiring.public_blocks(settings), wiring.now)
    except (UtilizationError, AccessError) as refused:
        stop(str(refused), Exit.REFUSED)


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-03-01 的样子。")
    return day


def _say(sentence: str) -> None:
    console.print(sentence, markup=False, soft_wrap=True)


def _say_narrowed(desk: Desk, sentence: str) -> None:
    _say(sentence + ("。" if desk.reaches_public else "。公众端不在本机，尚未确认收到。"))


@tier_app.command("list")
def list_tiers() -> None:
    """列出等级表。"""
    with open_desk() as desk:
        table = Table("轴", "代码", "名称", "目录", "正文", "备注")
        for listed in tiers.tiers(desk):
            tier = listed.tier
            note = listed.note + ("（停用）" if listed.retired else "")
            table.add_row(tier.axis, tier.code, tier.label, _WORDS[tier.catalogue], _WORDS[tier.content], note)
        console.print(table)


@tier_app.command("edit")
def edit_tier(
    axis: Axis,
    code: str,
    by: ByOption,
    label: Annotated[str, typer.Option(help="名称")] = "",
    catalogue: Annotated[AudienceWord | None, typer.Option(help="目录给谁看")] = None,
    content: Annotated[AudienceWord | None, typer.Option(help="正文给谁看")] = None,
    note: Annotated[str | None, typer.Option(help="备注")] = None,
    retired: Annotated[bool | None, typer.Option("--retire/--keep", help="停用：不再给新的档案")] = None,
    reason: ReasonOption = "",
) -> None:
    """改一个等级，或提出新等级；收紧立即生效，放宽须另一名安全管理员批准。"""
    with open_desk() as desk:
        known = tiers.tiers(desk)
        held = next((each for each in known if (each.tier.axis, each.tier.code) == (axis, code)), None)
        blank = ListedTier(Tier(axis, code, "", Audience.NOBODY, Audience.NOBODY), len(known))
        wanted = held or blank
        changed = Tier(
            axis,
            code,
            label or wanted.tier.label,
            Audience[catalogue.name] if catalogue else wanted.tier.catalogue,
            Audience[content.name] if content else wanted.tier.content,
        )
        wanted = replace(wanted, tier=changed, note=wanted.note if note is None else note)
        wanted = replace(wanted, retired=wanted.retired if retired is None else retired)
        done = tiers.edit_tier(desk, wanted, by=by, reason=reason)
        if done.applied:
            _say_narrowed(desk, f"等级“{changed.label}”已改")
        if done.proposal:
            _say(f"放宽的部分须另一名安全管理员批准，提请编号 {done.proposal}")


def _approve(proposal: str, by: ByOption) -> None:
    """批准他人提出的事项。"""
    with open_desk() as desk:
        proposals.approve(desk, proposal, by=by)
        _say("已批准。")


tier_app.command("approve")(_approve)
proposal_app.command("approve")(_approve)


@proposal_app.command("list")
def list_proposals() -> None:
    """列出待批准的事项。"""
    with open_desk() as desk:
        table = Table("编号", "事项", "对象", "提出人", "理由")
        for waiting in proposals.proposals(desk):
            asked = waiting.asked
            table.add_row(waiting.id, asked.kind, asked.object, asked.by, asked.reason)
        console.print(table)


@proposal_app.command("decline")
def decline(proposal: str, by: ByOption) -> None:
    """不批准，或撤回自己的提请。"""
    with open_desk() as desk:
        proposals.decline(desk, proposal, by=by)
        _say("已结办，没有改动。")


def withdraw(record: str, reason: ReasonOption, by: ByOption) -> None:
    """撤回一件档案；立即生效。"""
    with open_desk() as desk:
        withdrawals.withdraw(desk, record, reason=reason, by=by)
        _say_narrowed(desk, f"{record} 已撤回")


def restore(record: str, reason: ReasonOption, by: ByOption) -> None:
    """提请恢复已撤回的档案；由另一人用 proposal approve 批准。"""
    with open_desk() as desk:
        _say(f"提请编号 {withdrawals.propose_restore(desk, record, reason=reason, by=by)}，须另一人批准。")


def mark(
    target: Annotated[str, typer.Argument(help="档案编号；加 --level 则为层级编号")],
    network: NetworkWord,
    by: ByOption,
    level: Annotated[bool, typer.Option("--level", help="标注整个层级")] = False,
    reason: ReasonOption = "",
) -> None:
    """设网络标注；收紧立即生效，放宽须另一人批准。"""
    place = markings.Place.LEVEL if level else markings.Place.RECORD
    marking = markings.Marking(place, target, _NETWORKS[network])
    with open_desk() as desk:
        proposal = markings.mark_network(desk, marking, by=by, reason=reason)
        if proposal:
            _say(f"放宽须另一人批准，提请编号 {proposal}")
        else:
            _say_narrowed(desk, f"{target} 的网络标注已改")


@grant_app.command("list")
def list_grants() -> None:
    """列出授权。"""
    with open_desk() as desk:
        table = Table("编号", "授予", "范围", "用途", "截止", "提出人", "批准人")
        for listed in grants.grants(desk):
            proposal = listed.proposal
            target = f"{proposal.grant.target}:{proposal.grant.target_id}"
            until = proposal.grant.until.isoformat()
            people = (proposal.proposed_by, listed.approved_by)
            table.add_row(listed.id, proposal.holder, target, proposal.grant.purpose, until, *people)
        console.print(table)


@grant_app.command("propose")
def propose_grant(
    target: Annotated[str, typer.Argument(help="档案编号；加 --level 则为层级编号")],
    by: ByOption,
    until: Annotated[str, typer.Option(help="截止日期（含当日）")],
    purpose: Annotated[str, typer.Option(help="用途")],
    person: Annotated[str, typer.Option(help="授予账号")] = "",
    department: Annotated[str, typer.Option(help="授予单位")] = "",
    level: Annotated[bool, typer.Option("--level", help="整个层级")] = False,
) -> None:
    """提出授权；由另一人用 grant approve 批准。"""
    if bool(person) == bool(department):
        raise typer.BadParameter("--person 和 --department 写且只写一个。")
    kind = HolderKind.PERSON if person else HolderKind.DEPARTMENT
    grant = Grant(GrantTarget.LEVEL if level else GrantTarget.RECORD, target, _day(until), purpose)
    with open_desk() as desk:
        made = grants.propose_grant(desk, grants.Holder(kind, person or department), grant, by=by)
        _say(f"授权编号 {made}，须另一人批准。")


@grant_app.command("approve")
def approve_grant(grant: str, by: ByOption) -> None:
    """批准他人提出的授权。"""
    with open_desk() as desk:
        grants.approve_grant(desk, grant, by=by)
        _say("已批准。")


@grant_app.command("withdraw")
def withdraw_grant(grant: str, by: ByOption) -> None:
    """收回授权；立即生效。"""
    with open_desk() as desk:
        grants.withdraw_grant(desk, grant, by=by)
        _say("已收回。")


@organ_app.command("list")
def list_organs() -> None:
    """列出单位和承继关系。"""
    with open_desk() as desk:
        found = organs.organs(desk)
        heirs = {each.organ: f"{each.successor}（{each.since.isoformat()}）" for each in found.successions}
        table = Table("单位", "撤销日期", "承继单位")
        for organ in found.organs:
            ended = organ.abolished_on.isoformat() if organ.abolished_on else ""
            table.add_row(organ.name, ended, heirs.get(organ.name, ""))
        console.print(table)


SinceOption = Annotated[str, typer.Option(help="自哪一天起")]


@organ_app.command("succeed")
def succeed(organ: str, successor: str, since: SinceOption, by: ByOption) -> None:
    """记录承继：自某日起由后者代行前者。"""
    with open_desk() as desk:
        organs.succeed(desk, Succession(organ, successor, _day(since)), by=by)
        _say(f"已记录：{organ} 由 {successor} 承继。")


@organ_app.command("abolish")
def abolish(organ: str, since: SinceOption, by: ByOption) -> None:
    """记录撤销；没有承继单位的，由档案馆代行。"""
    with open_desk() as desk:
        organs.abolish(desk, organ, _day(since), by=by)
        _say(f"已记录：{organ} 撤销。")


@organ_app.command("load")
def load_organs(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], by: ByOption) -> None:
    """从 CSV 导入（单位、承继单位、承继日期、撤销日期）。"""
    with open_desk() as desk:
        taken = organs.load_organs(desk, file, archive_name=invocation.settings().archive_name, by=by)
        _say(f"已导入 {taken} 行。")
