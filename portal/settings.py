"""Settings from the environment, read once at start and handed down.  A wrong value is one readable line.

``ZoneSettings`` is all a process of one zone is given: the other zone's addresses and passwords are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from access.subjects import Zone
from records.database import sqlite_url
from records.stores import Places


class SettingsError(Exception):
    """A setting is wrong; the message is one line that names it."""


class Settings(BaseSettings):
    """Every setting, by its environment name ``KAIJUAN_<FIELD>``.  The README's table is tested against this class."""

    model_config = SettingsConfigDict(env_prefix="KAIJUAN_", frozen=True, extra="ignore")

    data: Path = Field(Path("data"), description="数据目录，内有 gov/ 和 public/")
    engine: Literal["embedded", "opensearch"] = Field("embedded", description="检索引擎")
    gov_opensearch_url: str = Field("", description="政务端 OpenSearch 地址，可含账号口令")
    public_opensearch_url: str = Field("", description="公众端 OpenSearch 地址，可含账号口令")
    gov_database_url: str = Field("", description="政务端数据库；空为 SQLite")
    public_database_url: str = Field("", description="公众端目录库；空为 SQLite")
    gov_reads_database_url: str = Field("", description="政务端查阅审计库；空为 SQLite")
    public_desk_database_url: str = Field("", description="公众端 public/desk 库；空为 SQLite")
    archive_name: str = Field("区档案馆", min_length=1, description="本馆名称，也是本馆在单位表中的名称")
    postal_address: str = Field("", description="页脚：地址")
    telephone: str = Field("", description="页脚：电话")
    opening_hours: str = Field("", description="页脚：开放时间")
    site_code: str = Field("", description="页脚：网站标识码")
    icp_number: str = Field("", description="页脚：ICP 备案号")
    police_number: str = Field("", description="页脚：公安备案号")
    error_report: str = Field("", description="页脚：纠错邮箱或网址")
    examples: str = Field("", description="首页示例查找词，空格分隔")
    address: str = Field("", description="公众端自己的网址开头，用于站点地图，如 https://dag.example.gov.cn")
    https: bool = Field(default=False, description="是否经 HTTPS 提供服务（影响 Cookie 和 HSTS）")
    trusted_proxies: str = Field("", description="可信反向代理的地址，逗号分隔；不可用 *")
    capacity: Annotated[int, Field(ge=4, le=1000)] = 64

    @field_validator("trusted_proxies")
    @classmethod
    def _no_star(cls, value: str) -> str:
        if "*" in value:
            raise ValueError("不可用 *，请逐个列出反向代理的地址")
        return value

    @field_validator("gov_database_url", "public_database_url", "gov_reads_database_url", "public_desk_database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
            raise ValueError("只支持 sqlite:/// 或 postgresql:// 开头的地址")
        return (
            value.replace("postgresql://", "postgresql+psycopg://", 1) if value.startswith("postgresql://") else value
        )

    @field_validator("gov_opensearch_url", "public_opensearch_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("须以 http:// 或 https:// 开头")
        return value


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """What one zone's process may know."""

    zone: Zone
    places: Places
    engine: str
    opensearch_url: str
    database_url: str
    reads_url: str
    archive_name: str


def load_settings(data: Path | None = None) -> Settings:
    """The settings of this process; ``data`` from the command line goes before the environment."""
    try:
        settings = Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        raise SettingsError(_sentence(error.errors()[0])) from None
    return settings


def _sentence(problem: ErrorDetails) -> str:
    """One line that names the setting.  An address may carry a password, so its value is not repeated."""
    field = "_".join(str(part) for part in problem["loc"])
    limits = problem.get("ctx", {})
    wanted = {
        "literal_error": f"只能是 {limits.get('expected', '')}".replace(" or ", " 或 ").replace("'", ""),
        "bool_parsing": "只能是 true 或 false",
        "int_parsing": "要写成整数",
        "greater_than_equal": f"不能小于 {limits.get('ge')}",
        "less_than_equal": f"不能大于 {limits.get('le')}",
        "string_too_short": "不能为空",
        "value_error": str(limits.get("error", "")),
    }.get(problem["type"], problem["msg"])
    shown = "" if field.endswith("_url") else f"（现值 {problem['input']!r}）"
    return f"设置 KAIJUAN_{field.upper()} 不对：{wanted}{shown}"


def for_zone(settings: Settings, zone: Zone) -> ZoneSettings:
    """Only what concerns one zone."""
    places = Places(settings.data)
    gov = zone is Zone.GOV
    opensearch = settings.gov_opensearch_url if gov else settings.public_opensearch_url
    if settings.engine == "opensearch" and not opensearch:
        name = "KAIJUAN_GOV_OPENSEARCH_URL" if gov else "KAIJUAN_PUBLIC_OPENSEARCH_URL"
        raise SettingsError(f"设置 {name} 没有填：KAIJUAN_ENGINE 为 opensearch 时必须给出。")
    database = settings.gov_database_url if gov else settings.public_database_url
    reads = settings.gov_reads_database_url if gov else settings.public_desk_database_url
    return ZoneSettings(
        zone=zone,
        places=places,
        engine=settings.engine,
        opensearch_url=opensearch,
        database_url=database or sqlite_url(places.database(zone)),
        reads_url=reads or sqlite_url(places.read_ledger(zone)),
        archive_name=settings.archive_name,
    )
