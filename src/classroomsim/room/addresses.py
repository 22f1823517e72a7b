"""The addresses that phones could reach this computer at."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import closing, suppress

LOOPBACK = "127.0.0.1"
_ELSEWHERE = ("192.0.2.1", "10.255.255.1", "192.168.255.1", "172.16.255.1")
"""Addresses to ask the routing table about; nothing is ever sent to them."""


def addresses() -> tuple[str, ...]:
    """This computer's IPv4 addresses on its networks, the likeliest first; the loopback last.

    Nothing is sent anywhere.
    """
    found = [address for elsewhere in _ELSEWHERE if (address := _towards(elsewhere))]
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    usable = [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback]
    return (*usable, LOOPBACK)


def _towards(elsewhere: str) -> str | None:
    """The address that this computer would use for one elsewhere; None without a route."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asking:
        try:
            asking.connect((elsewhere, 9))
        except OSError:
            return None
        name = asking.getsockname()
    return str(name[0])


def is_loopback(address: str) -> bool:
    """Whether an address can only be reached from this computer."""
    return address == "localhost" or (
        _is_address(address) and ipaddress.ip_address(address).is_loopback
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
