"""What a load run may touch and how much: hosts, accounts and the number of requests, from the environment.

Only this machine is ever put under load: an address that is not loopback ends the run before its first request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

MOST_REQUESTS = 3000


class BadBounds(ValueError):
    """A setting of the load run is wrong; the message says which and what to write."""


@dataclass(frozen=True, slots=True)
class Account:
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Bounds:
    public: str
    gov: str
    accounts: tuple[Account, ...]
    requests: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Bounds":
        return cls(
            public=loopback(environment.get("KAIJUAN_LOAD_PUBLIC", "http://127.0.0.1:8000")),
            gov=loopback(environment.get("KAIJUAN_LOAD_GOV", "http://127.0.0.1:8001")),
            accounts=_accounts(environment.get("KAIJUAN_LOAD_ACCOUNTS", "")),
            requests=_requests(environment.get("KAIJUAN_LOAD_REQUESTS", str(MOST_REQUESTS))),
        )

    def accounts_of(self, nth: int, kinds: int) -> tuple[Account, ...]:
        """The accounts of the nth kind of user: they are dealt in turn; with fewer accounts than kinds, shared."""
        return self.accounts[nth::kinds] or self.accounts[:1]


def loopback(address: str) -> str:
    """The address, when it is this machine's own."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not _is_loopback(parts.hostname or ""):
        raise BadBounds(f"压力测试只许对本机进行：“{address}”不是本机地址，请用 http://127.0.0.1:端口。")
    return address.rstrip("/")


def _is_loopback(host: str) -> bool:
    """``localhost`` is not taken: a name means what some table says."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _accounts(text: str) -> tuple[Account, ...]:
    """``user:password,user:password``; order decides which kind of user each plays."""
    found = []
    for entry in filter(None, (part.strip() for part in text.split(","))):
        user, colon, password = entry.partition(":")
        if not (user and colon and password):
            raise BadBounds("KAIJUAN_LOAD_ACCOUNTS 要写成 账号:口令,账号:口令。")
        found.append(Account(user, password))
    return tuple(found)


def _requests(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise BadBounds(f"KAIJUAN_LOAD_REQUESTS 要写正整数，现为“{text}”。")
    return int(text)
