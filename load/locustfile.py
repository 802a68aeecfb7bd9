"""``make load``: four kinds of users against both portals of this machine, for a bounded time and number of requests.

``KAIJUAN_LOAD_PUBLIC``, ``KAIJUAN_LOAD_GOV``: the portals.  ``KAIJUAN_LOAD_ACCOUNTS``: user:password,… dealt in turn to
staff, archives staff and overseers; without any, only citizens come.  ``KAIJUAN_LOAD_REQUESTS``: the most there are.
"""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from locust import events
from locust.env import Environment

from load import users
from load.bounds import BadBounds, Bounds

_hooks: Any = events  # Locust annotates no hook.
_USERS, _A_SECOND, _SECONDS = 20, 5, "60s"

try:
    BOUNDS = Bounds.from_environment(os.environ)
except BadBounds as error:
    sys.exit(str(error))


class Citizen(users.Citizen):
    host = BOUNDS.public
    weight = 10


if BOUNDS.accounts:

    class Staff(users.Staff):
        host = BOUNDS.gov
        weight = 5
        accounts = BOUNDS.accounts_of(0, 3)

    class ArchivesStaff(users.ArchivesStaff):
        host = BOUNDS.gov
        weight = 3
        accounts = BOUNDS.accounts_of(1, 3)

    class Overseer(users.Overseer):
        host = BOUNDS.gov
        weight = 2
        accounts = BOUNDS.accounts_of(2, 3)


def _bound_by_default(parser: ArgumentParser, **_: Any) -> None:
    parser.set_defaults(num_users=_USERS, spawn_rate=_A_SECOND, run_time=_SECONDS, reset_stats=False)


def _keep_to_the_bounds(environment: Environment, **_: Any) -> None:
    """``--host`` would send every user elsewhere, so it is refused; the count of requests ends the run."""
    if environment.host:
        sys.exit("请用 KAIJUAN_LOAD_PUBLIC 和 KAIJUAN_LOAD_GOV 指定门户，不用 --host。")
    left = [BOUNDS.requests]

    def count(**_: Any) -> None:
        left[0] -= 1
        if left[0] == 0 and environment.runner is not None:
            sys.stderr.write(f"已到 {BOUNDS.requests} 个请求，停止。\n")
            environment.runner.quit()

    hooks: Any = environment.events
    hooks.request.add_listener(count)


_hooks.init_command_line_parser.add_listener(_bound_by_default)
_hooks.init.add_listener(_keep_to_the_bounds)
