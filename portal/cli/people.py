"""``kaijuan people``: accounts of the government store."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Connection

from access.store import accounts
from access.store.ledger import Event, append
from access.store.moments import stamp
from access.store.rules import register_organ
from access.subjects import Role, Zone
from portal import wiring
from portal.cli.shared import console, invocation
from portal.settings import for_zone
from records.database import reading, writing

people = typer.Typer(help="账号（仅政务端）", no_args_is_help=True)
NameOption = Annotated[str, typer.Option("--name", help="姓名，默认同账号")]


def register(app: typer.Typer) -> None:
    app.add_typer(people, name="people")


@people.command()
def add(
    user: str,
    role: Annotated[list[str], typer.Option(help=f"角色，可多次：{'、'.join(Role)}")],
    department: Annotated[str, typer.Option(help="单位；阅览室读者可不填")] = "",
    name: NameOption = "",
    password: Annotated[str, typer.Option(envvar="KAIJUAN_NEW_PASSWORD", help="不写则随机生成并显示一次")] = "",
) -> None:
    """新建账号；随机口令只显示这一次。"""
    settings = invocation.settings()
    store = wiring.open_store(for_zone(settings, Zone.GOV))
    chosen = password or accounts.new_password()
    roles = frozenset(_role(word) for words in role for word in words.split(","))
    new = accounts.NewAccount(user, name or user, department, roles)
    now = wiring.now()
    with writing(store.database) as connection:
        if department:
            register_organ(connection, department, archive_name=settings.archive_name)
        accounts.add_account(connection, new, password=chosen, now=now)
        _note(connection, "people_add", user, {"roles": sorted(roles), "department": department})
    console.print(f"已建账号 {user}" + ("" if password else f"，口令 {chosen}（只显示这一次）"), markup=False)


_SHORT = {
    "system": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "audit": Role.AUDIT_ADMINISTRATOR,
}
_CHINESE = {
    "读者": Role.READER,
    "工作人员": Role.STAFF,
    "档案员": Role.DEPARTMENT_ARCHIVIST,
    "馆员": Role.ARCHIVIST,
    "公开经办": Role.DISCLOSURE_OFFICER,
    "分管领导": Role.APPROVER,
    "系统管理员": Role.SYSTEM_ADMINISTRATOR,
    "安全管理员": Role.SECURITY_ADMINISTRATOR,
    "审计管理员": Role.AUDIT_ADMINISTRATOR,
}


def _role(word: str) -> Role:
    """A role by its name, with dashes or in Chinese as well."""
    plain = word.strip().lower().replace("-", "_").replace(" ", "_")
    known = {**{role.value: role for role in Role}, **_SHORT, **_CHINESE}
    if plain not in known:
        raise typer.BadParameter(f"没有角色“{word}”。可用：{'、'.join(Role)}", param_hint="--role")
    return known[plain]


def _note(connection: Connection, act: str, user: str, detail: dict[str, object]) -> None:
    append(connection, Event(stamp(wiring.now()), act, "kaijuan people", Zone.GOV, user, "done", detail))


@people.command("list")
def list_all() -> None:
    """列出账号。"""
    store = wiring.open_store(for_zone(invocation.settings(), Zone.GOV))
    table = Table("账号", "姓名", "单位", "角色", "状态")
    with reading(store.database) as connection:
        for account in accounts.list_accounts(connection):
            roles = "、".join(sorted(account.roles))
            table.add_row(account.user, account.name, account.department, roles, "停用" if account.disabled else "")
    console.print(table)


@people.command()
def disable(user: str) -> None:
    """停用账号；它的登录立即失效。"""
    store = wiring.open_store(for_zone(invocation.settings(), Zone.GOV))
    with writing(store.database) as connection:
        accounts.disable(connection, user)
        _note(connection, "people_disable", user, {})
    console.print(f"已停用 {user}", markup=False)


@people.command()
def password(
    user: str,
    stdin: Annotated[bool, typer.Option("--stdin", help="从标准输入读新口令")] = False,
) -> None:
    """重设口令；它的登录立即失效。"""
    store = wiring.open_store(for_zone(invocation.settings(), Zone.GOV))
    chosen = sys.stdin.readline().rstrip("\n") if stdin else accounts.new_password()
    with writing(store.database) as connection:
        accounts.set_password(connection, user, chosen, now=wiring.now())
        _note(connection, "people_password", user, {})
    console.print(f"{user} 的口令已重设" + ("" if stdin else f"：{chosen}（只显示这一次）"), markup=False)
