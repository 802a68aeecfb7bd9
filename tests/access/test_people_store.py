"""Accounts, grants and sessions on either database: who is let in, as whom, and for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, update

from access.errors import BadAccount, SignInRefused
from access.store import accounts
from access.store.accounts import NewAccount
from access.store.schema import account_role, session
from access.store.sessions import SessionLimits, Sessions
from access.subjects import Role, Subject, Zone
from records.database import reading, writing
from tests.access.conftest import NOW

TODAY = date(2026, 6, 1)
PASSWORD = "开卷有益-2026年"


def _add(store: Engine, user: str = "clerk", department: str = "民政局", *roles: Role) -> None:
    with writing(store) as connection:
        new = NewAccount(user, "张三", department, frozenset(roles or (Role.STAFF,)))
        accounts.add_account(connection, new, password=PASSWORD, now=NOW)


def _sessions(store: Engine) -> Sessions:
    return Sessions(store, SessionLimits())


def test_an_account_becomes_the_subject_it_was_made(store: Engine) -> None:
    _add(store, "张.三@民政", "民政局", Role.STAFF, Role.DEPARTMENT_ARCHIVIST)
    with reading(store) as connection:
        subject = accounts.subject_of(connection, "张.三@民政", Zone.GOV, TODAY)
        listed = accounts.list_accounts(connection)
    roles = frozenset({Role.STAFF, Role.DEPARTMENT_ARCHIVIST})
    assert subject == Subject(Zone.GOV, "张.三@民政", frozenset({"民政局"}), roles)
    assert [(one.user, one.department, one.roles, one.disabled) for one in listed] == [
        ("张.三@民政", "民政局", roles, False)
    ]


REFUSED = (
    ("", "民政局", {Role.STAFF}, PASSWORD, "账号名"),
    ("a b", "民政局", {Role.STAFF}, PASSWORD, "账号名"),
    ("a\0b", "民政局", {Role.STAFF}, PASSWORD, "账号名"),
    ("a", "民政局", set(), PASSWORD, "角色"),
    ("a", "", {Role.APPROVER}, PASSWORD, "单位"),
    ("a", "", {Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}, PASSWORD, "互相制约"),
    ("a", "", {Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}, PASSWORD, "互相制约"),
    ("a", "民政局", {Role.STAFF}, "123456789", "密码"),
    ("a", "民政局", {Role.STAFF}, "x" * 257, "密码"),
    ("abcdefghij", "民政局", {Role.STAFF}, "ABCDEFGHIJ", "密码"),
)


def test_an_account_that_may_not_be_is_refused(store: Engine) -> None:
    for user, department, roles, password, why in REFUSED:
        new = NewAccount(user, "", department, frozenset(roles))
        with writing(store) as connection, pytest.raises(BadAccount, match=why):
            accounts.add_account(connection, new, password=password, now=NOW)


def test_a_user_name_is_given_once(store: Engine) -> None:
    _add(store)
    with pytest.raises(BadAccount, match="已存在"):
        _add(store)


def test_an_unknown_user_is_a_clear_error_and_not_a_guess(store: Engine) -> None:
    for user in ("nobody", "", "a\0b", "' OR 1=1 --"):
        with reading(store) as connection:
            with pytest.raises(BadAccount):
                accounts.subject_of(connection, user, Zone.GOV, TODAY)
            assert not accounts.verify_password(connection, user, PASSWORD)


def test_the_public_side_has_no_accounts(store: Engine) -> None:
    _add(store)
    with reading(store) as connection, pytest.raises(BadAccount, match="公众端"):
        accounts.subject_of(connection, "clerk", Zone.PUBLIC, TODAY)


def test_a_role_nobody_knows_gives_nothing(store: Engine) -> None:
    _add(store)
    with writing(store) as connection:
        connection.execute(update(account_role).values(role="emperor"))
        assert accounts.subject_of(connection, "clerk", Zone.GOV, TODAY).roles == frozenset()
        assert accounts.list_accounts(connection)[0].roles == frozenset()


def test_passwords(store: Engine) -> None:
    _add(store)
    with writing(store) as connection:
        assert accounts.verify_password(connection, "clerk", PASSWORD)
        assert not accounts.verify_password(connection, "clerk", PASSWORD + "x")
        assert not accounts.verify_password(connection, "clerk", "\ud800")
        accounts.set_password(connection, "clerk", "x" * 256, now=NOW)
        assert not accounts.verify_password(connection, "clerk", PASSWORD)
        assert accounts.verify_password(connection, "clerk", "x" * 256)
        assert not accounts.verify_password(connection, "clerk", "x" * 257)
        with pytest.raises(BadAccount):
            accounts.set_password(connection, "nobody", PASSWORD, now=NOW)
        accounts.disable(connection, "clerk")
        assert not accounts.verify_password(connection, "clerk", "x" * 256)


def test_random_passwords_pass_the_policy_and_differ() -> None:
    made = {accounts.new_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {19}


def test_a_session_carries_the_subject_until_it_is_closed(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    token, csrf = sessions.sign_in("clerk", PASSWORD, NOW)
    state = sessions.resume(token, NOW)
    assert state is not None
    assert (state.subject.user, state.name, state.csrf) == ("clerk", "张三", csrf)
    with reading(store) as connection:
        kept = connection.execute(select(session.c.token_hash, session.c.csrf)).one()
    assert token not in kept
    assert sessions.resume(kept.token_hash, NOW) is None
    sessions.close(token)
    sessions.close(token)
    assert sessions.resume(token, NOW) is None


def test_a_made_up_token_is_nobody(store: Engine) -> None:
    for token in ("", "x", "\0", "\ud800", "é" * 100):
        assert _sessions(store).resume(token, NOW) is None


def test_each_sign_in_has_secrets_of_its_own(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    first, second = (sessions.sign_in("clerk", PASSWORD, NOW) for _ in range(2))
    assert len({*first, *second}) == 4


def test_a_session_ends_when_idle_and_at_the_end_of_the_day(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    token, _ = sessions.sign_in("clerk", PASSWORD, NOW)
    assert sessions.resume(token, NOW + timedelta(minutes=30)) is None
    now = NOW
    while now < NOW + timedelta(hours=8) - timedelta(minutes=20):
        now += timedelta(minutes=20)
        if now < NOW + timedelta(hours=8):
            assert sessions.resume(token, now) is not None
    assert sessions.resume(token, NOW + timedelta(hours=8)) is None


def test_seen_at_is_written_once_a_minute(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    token, _ = sessions.sign_in("clerk", PASSWORD, NOW)
    seen = set()
    for second in range(0, 121, 10):
        sessions.resume(token, NOW + timedelta(seconds=second))
        with reading(store) as connection:
            seen.add(connection.execute(select(session.c.seen_at)).scalar_one())
    assert len(seen) == 3


def test_sessions_that_have_ended_are_cleared_away(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    sessions.open("clerk", NOW)
    sessions.open("clerk", NOW + timedelta(minutes=31))
    with reading(store) as connection:
        assert len(connection.execute(select(session)).all()) == 1


def test_disabling_and_a_new_password_end_sessions_at_once(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    token, _ = sessions.sign_in("clerk", PASSWORD, NOW)
    with writing(store) as connection:
        accounts.set_password(connection, "clerk", PASSWORD * 2, now=NOW)
    assert sessions.resume(token, NOW) is None
    token, _ = sessions.sign_in("clerk", PASSWORD * 2, NOW)
    with writing(store) as connection:
        accounts.disable(connection, "clerk")
    assert sessions.resume(token, NOW) is None
    assert sessions.resume(sessions.open("clerk", NOW).token, NOW) is None


def test_every_refused_sign_in_says_the_same(store: Engine) -> None:
    _add(store)
    _add(store, "left")
    with writing(store) as connection:
        accounts.disable(connection, "left")
    said = set()
    for user, password in (("clerk", "wrong"), ("nobody", PASSWORD), ("left", PASSWORD), ("a\0", PASSWORD)):
        with pytest.raises(SignInRefused) as refused:
            _sessions(store).sign_in(user, password, NOW)
        said.add(str(refused.value))
    assert len(said) == 1


def test_too_many_tries_make_the_right_password_wait(store: Engine) -> None:
    _add(store)
    sessions = _sessions(store)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sessions.sign_in("clerk", "wrong", NOW)
    with pytest.raises(SignInRefused):
        sessions.sign_in("clerk", PASSWORD, NOW + timedelta(minutes=14))
    assert sessions.sign_in("clerk", PASSWORD, NOW + timedelta(minutes=16))
    for _ in range(4):
        with pytest.raises(SignInRefused):
            sessions.sign_in("clerk", "wrong", NOW + timedelta(minutes=17))
    assert sessions.sign_in("clerk", PASSWORD, NOW + timedelta(minutes=17))


def test_parallel_guesses_do_not_outrun_the_count(store: Engine) -> None:
    _add(store)
    limits = SessionLimits()
    sessions = Sessions(store, limits)
    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(lambda _: sessions._count_try("clerk", NOW), range(24)))
    assert counted.count(True) == limits.tries
