"""What can be wrong with an access rule.  The messages are shown to administrators."""

from __future__ import annotations


class AccessError(Exception):
    """The base of every error of this room."""


class BadTier(AccessError):
    """A tier whose audiences contradict each other or its axis."""


class BadRule(AccessError):
    """An organ, succession, block or grant that may not be as asked; the message says why."""


class BadAccount(AccessError):
    """An account, role or password that may not be as asked; the message says why."""


class SignInRefused(AccessError):
    """User name or password is wrong, the account is disabled, or too many tries: one sentence for all."""


class LedgerBroken(AccessError):
    """An audit event could not be written, so the act it describes must not happen."""
