"""Why a record may or may not be found and read: the same clauses as the scope, said in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.facts import Network, RecordFacts
from access.policy import Ground, scope_for
from access.predicates import matches
from access.rules import Rules
from access.subjects import STAFF_ROLES, Subject, Zone
from access.tiers import Audience, Axis, Surface

GROUND_WORDS = {
    Ground.PUBLIC: "已对公众开放，开放日期已到",
    Ground.GOVERNMENT: "在政务网范围内共享",
    Ground.DEPARTMENT: "属于本单位或本单位承继的单位",
    Ground.ORGAN_ARCHIVIST: "本单位档案员可查本单位未进馆档案",
    Ground.ARCHIVES: "档案馆工作人员可查进馆档案",
    Ground.GRANT: "已获准查阅，且仍在有效期内",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one subject and one record.  ``reasons`` are sentences, the deciding ones first."""

    discoverable: bool
    readable: bool
    reasons: tuple[str, ...]


def explain(subject: Subject, rules: Rules, facts: RecordFacts, today: date) -> Verdict:
    """Say what the policy decides and which grounds and limits decide it."""
    scope = scope_for(subject, rules, today)
    found = matches(scope.discoverable, facts)
    read = matches(scope.readable, facts)
    grounds = [c.ground for c in (scope.read if read else scope.find) if matches(c.opens, facts)]
    reasons = [GROUND_WORDS[ground] for ground in grounds] if found else []
    if not read:
        reasons += _limits(subject, rules, facts, today)
    return Verdict(found, read, tuple(reasons))


def _limits(subject: Subject, rules: Rules, facts: RecordFacts, today: date) -> list[str]:
    """What stands in the way, in the order in which the rules apply."""
    cell = facts.cell
    limits = []
    if subject.zone is Zone.GOV and not subject.signed_in:
        limits.append("尚未登录")
    if matches(rules.barred(), facts):
        limits.append("正在收紧范围，暂不提供")
    if cell.withdrawn:
        limits.append("已撤回开放，仅供档案部门使用")
    if cell.work_secret:
        limits.append("属工作秘密，不公开，仅限本单位")
    on_network = subject.zone is Zone.GOV and not STAFF_ROLES.isdisjoint(subject.roles)
    if cell.network in {Network.GOV, Network.UNKNOWN} and not on_network:
        limits.append("标注为仅在政务网使用")
    tier = rules.tier(Axis.PUBLIC, cell.public_tier)
    if tier is None:
        limits.append("开放等级不明，按不可见处理")
    elif tier.audience(Surface.CONTENT) is Audience.PUBLIC and (facts.opens_on is None or facts.opens_on > today):
        limits.append("开放日期未到" if facts.opens_on else "没有开放日期")
    elif tier.audience(Surface.CONTENT) < Audience.PUBLIC:
        limits.append(f"开放等级为“{tier.label}”，全文不对外提供")
    return limits
