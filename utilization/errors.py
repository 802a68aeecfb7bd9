"""What can go wrong at the desk.  Messages are shown to the person who acts: what happened, to what, what to do."""

from __future__ import annotations


class UtilizationError(Exception):
    """The base of every error of this room."""


class NotAllowed(UtilizationError):
    """The person has no role for this act on this object."""


class NothingThere(UtilizationError):
    """No such record, level, tier, grant or proposal for this person: absent and not to be known are one answer."""


class NothingToDo(UtilizationError):
    """The act would change nothing; the message says what stands already."""


class Outdated(UtilizationError):
    """What a proposal was made for has changed since, so that approving it would undo another decision."""


class Incomplete(UtilizationError):
    """The act lacks something it must state: a reason, a purpose, a day that has not passed."""
