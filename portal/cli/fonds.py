"""``kaijuan fonds``: reviewed defaults and chains of levels."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from access.tiers import Axis
from portal.cli.desk import open_desk
from portal.cli.shared import ByOption, console
from records.places import Level
from utilization import fonds as use

fonds_app = typer.Typer(help="全宗的默认等级和层级", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(fonds_app, name="fonds")


@fonds_app.command("list")
def list_all() -> None:
    """列出全宗。"""
    table = Table("全宗号", "名称", "默认开放标识", "默认政务共享范围")
    with open_desk() as desk:
        for row in use.fonds(desk):
            table.add_row(row.code, row.name, row.public_tier, row.gov_tier)
    console.print(table)


@fonds_app.command()
def default(
    code: str,
    axis: Annotated[Axis, typer.Option(help="public 开放标识，gov 政务共享范围")],
    by: ByOption,
    tier: Annotated[str, typer.Option(help="等级名称；不写则取消默认")] = "",
) -> None:
    """设定新接收档案没有标注时的默认等级。"""
    with open_desk() as desk:
        use.set_default(desk, code, axis, tier, by=by)
    console.print("已设定。已在库的档案不受影响。")


@fonds_app.command()
def levels(
    code: str,
    kind: str,
    chain: Annotated[list[Level], typer.Argument(help="由上到下，如 kind year retention")],
    by: ByOption,
) -> None:
    """设定某一门类的层级。"""
    with open_desk() as desk:
        use.set_levels(desk, code, kind, tuple(chain), by=by)
    console.print("已设定，此后保存的档案按此排列。")
