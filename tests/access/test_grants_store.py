"""Grants on either database: whose, approved by whom, until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, insert

from access.errors import BadRule
from access.store import accounts, grants
from access.store.schema import access_grant
from access.subjects import Grant, GrantTarget, Role, Zone
from records.database import reading, writing
from tests.access.conftest import NOW
from tests.access.test_people_store import PASSWORD, TODAY, _add, _sessions


def _grant(until: date = TODAY) -> Grant:
    return Grant(GrantTarget.RECORD, "r1", until, "诉讼")


def test_a_grant_runs_when_another_person_approved_it_and_until_its_day(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    token, _ = sessions.sign_in("clerk", PASSWORD, NOW)

    def held() -> tuple[Grant, ...]:
        state = sessions.resume(token, NOW)
        assert state is not None
        return state.subject.grants

    proposal = grants.Proposal(grants.HolderKind.PERSON, "clerk", _grant(), "archivist")
    with writing(store) as connection:
        grant_id = grants.propose_grant(connection, proposal)
    assert held() == ()
    for nobody_else in ("archivist", ""):
        with writing(store) as connection, pytest.raises(BadRule):
            grants.approve_grant(connection, grant_id, by=nobody_else)
    with writing(store) as connection:
        grants.approve_grant(connection, grant_id, by="leader")
    assert held() == (_grant(),)
    with reading(store) as connection:
        assert grants.running_grants(connection, "clerk", (), TODAY + timedelta(days=1)) == ()
        assert grants.running_grants(connection, "other", (), TODAY) == ()
    with writing(store) as connection:
        grants.withdraw_grant(connection, grant_id, on=TODAY)
    assert held() == ()
    with writing(store) as connection, pytest.raises(BadRule):
        grants.withdraw_grant(connection, grant_id, on=TODAY)


def test_a_departments_grant_serves_its_staff_and_not_a_reader_of_it(store: Engine) -> None:
    _add(store, "clerk", "民政局", Role.STAFF)
    _add(store, "visitor", "民政局", Role.READER)
    _add(store, "elsewhere", "水务局", Role.STAFF)
    with writing(store) as connection:
        proposal = grants.Proposal(grants.HolderKind.DEPARTMENT, "民政局", _grant(), "archivist")
        grants.approve_grant(connection, grants.propose_grant(connection, proposal), by="leader")
        held = {
            user: accounts.subject_of(connection, user, Zone.GOV, TODAY).grants
            for user in ("clerk", "visitor", "elsewhere")
        }
    assert held == {"clerk": (_grant(),), "visitor": (), "elsewhere": ()}


def test_a_user_named_like_a_department_gets_no_grant_of_it(store: Engine) -> None:
    _add(store, "民政局", "水务局", Role.STAFF)
    with writing(store) as connection:
        proposal = grants.Proposal(grants.HolderKind.DEPARTMENT, "民政局", _grant(), "archivist")
        grants.approve_grant(connection, grants.propose_grant(connection, proposal), by="leader")
        assert accounts.subject_of(connection, "民政局", Zone.GOV, TODAY).grants == ()


def test_incomplete_proposals_are_refused(store: Engine) -> None:
    person = grants.HolderKind.PERSON
    without_purpose = Grant(GrantTarget.RECORD, "r1", TODAY, " ")
    with writing(store) as connection:
        for proposal in (
            grants.Proposal(person, "", _grant(), "archivist"),
            grants.Proposal(person, "clerk", _grant(), ""),
            grants.Proposal(person, "clerk", without_purpose, "archivist"),
        ):
            with pytest.raises(BadRule):
                grants.propose_grant(connection, proposal)


def test_a_row_written_past_the_use_case_still_needs_two_persons(store: Engine) -> None:
    row = {"id": "g", "holder_kind": "person", "holder": "clerk", "target": "record", "target_id": "r1"}
    rest = {"purpose": "x", "until": 20991231, "proposed_by": "a", "withdrawn_on": 0}
    with writing(store) as connection:
        connection.execute(insert(access_grant), {**row, **rest, "approved_by": ""})
        assert grants.running_grants(connection, "clerk", (), TODAY) == ()
