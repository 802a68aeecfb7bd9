"""Who answers for a record or a level.  Pure decisions over the subject, the rules and the record's facts."""

from __future__ import annotations

from access.facts import Custody
from access.policy import is_archives_staff
from access.predicates import matches
from access.subjects import Role
from records.items import Item
from records.reading import item_by_id
from utilization.desk import Act
from utilization.errors import NotAllowed, NothingThere

_ABSENT = "没有“{}”这件档案，或您无权知悉。请核对编号。"


def answerable(act: Act, record_id: str) -> Item:
    """The record, when the acting person answers for it.

    The archive's archivists and approvers answer for what they may find; for a record that is still filed, so do its
    organ's own archivist and approver.  ``NothingThere`` when the person may not even know of it.
    """
    item = item_by_id(act.connection, record_id)
    if item is None:
        raise NothingThere(_ABSENT.format(record_id))
    found = matches(act.scope.discoverable, item.facts)
    if _of_the_organ(act, item) or (found and is_archives_keeper(act)):
        return item
    if not found:
        raise NothingThere(_ABSENT.format(record_id))
    raise NotAllowed(f"“{record_id}”不由账号“{act.by}”负责。请由档案馆或立档单位的档案人员办理。")


def is_archives_keeper(act: Act) -> bool:
    """Archivists, and approvers whose department is the archive."""
    keeps = not act.subject.roles.isdisjoint({Role.ARCHIVIST, Role.APPROVER})
    return keeps and is_archives_staff(act.subject, act.rules)


def require_archives_keeper(act: Act) -> None:
    if not is_archives_keeper(act):
        raise NotAllowed(f"账号“{act.by}”不是档案馆的档案员或审批人，不能办理此事。")


def _of_the_organ(act: Act, item: Item) -> bool:
    own = act.rules.speaks_for(act.subject.departments, act.today)
    keeps = not act.subject.roles.isdisjoint({Role.DEPARTMENT_ARCHIVIST, Role.APPROVER})
    return keeps and item.description.custody is Custody.FILED and item.description.department in own
