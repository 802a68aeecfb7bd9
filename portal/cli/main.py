"""The commands, put together.  Each group lives in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portal.cli import asking, desk, fonds, packages, people, stores
from portal.cli.shared import invocation, quiet_logs, readable_errors

app = typer.Typer(
    name="kaijuan",
    help="开卷：已归档政府文件的检索与利用。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (stores, packages, asking, people, desk, fonds):
    group.register(app)


@app.callback()
def _before(
    data: Annotated[Path | None, typer.Option("--data", envvar="KAIJUAN_DATA", help="数据目录，默认 ./data")] = None,
) -> None:
    invocation.data = data


def main() -> None:
    """The entry of the ``kaijuan`` script."""
    quiet_logs()
    with readable_errors():
        app()
