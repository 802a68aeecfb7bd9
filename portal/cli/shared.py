"""What commands share: settings, zones, the one way an error ends a command."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import structlog
import typer
from rich.console import Console
from sqlalchemy.exc import OperationalError

from access.errors import AccessError
from access.subjects import Zone
from indexer.errors import IndexerError
from portal.settings import Settings, SettingsError, load_settings
from records.errors import RecordsError
from search.errors import SearchError

#: Reports for people go to standard error when standard output carries JSON.
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class ZoneChoice(StrEnum):
    GOV = "gov"
    PUBLIC = "public"


class Exit(StrEnum):
    """Why a command ends early."""

    FAILED = "1"
    REFUSED = "3"


ZoneOption = Annotated[ZoneChoice | None, typer.Option("--zone", help="gov 或 public；不写则两个都做")]
RequiredZone = Annotated[ZoneChoice, typer.Option("--zone", help="gov 或 public")]
JsonOption = Annotated[bool, typer.Option("--json", help="每行一个 JSON")]
ByOption = Annotated[str, typer.Option("--by", help="经办人账号")]


@dataclass(slots=True)
class Invocation:
    """What stands before the command's name."""

    data: Path | None = None

    def settings(self) -> Settings:
        return load_settings(self.data)


invocation = Invocation()


def zones(choice: ZoneChoice | None) -> tuple[Zone, ...]:
    """The zones a command works on: the one named, or both."""
    return (Zone(choice.value),) if choice else (Zone.GOV, Zone.PUBLIC)


def stop(message: str, code: Exit) -> NoReturn:
    """End with a sentence on standard error."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(int(code.value))


@contextmanager
def readable_errors() -> Iterator[None]:
    """Turn every error a person can act on into one sentence.  A bug keeps its trace.

    It stands around the whole of Typer, which by then no longer listens to its own ``Exit``: the process ends here.
    """
    try:
        yield
    except (SettingsError, AccessError, RecordsError, SearchError, IndexerError) as error:
        sentence = str(error)
    except OperationalError as error:
        sentence = f"数据库没有响应或写不进去：{error.orig}。请检查磁盘空间和数据库服务。"
    except OSError as error:
        sentence = f"读写文件出错：{error}。请检查磁盘空间和权限。"
    else:
        return
    errors.print(sentence, style="red", markup=False, soft_wrap=True)
    sys.exit(int(Exit.FAILED.value))


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def quiet_logs() -> None:
    """Log events go to standard error as JSON lines; standard output belongs to the command."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
