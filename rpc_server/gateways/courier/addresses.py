"""Which addresses a URL leads to, and which of them are no part of anyone's private network."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NoAddress(Exception):
    """The host is nowhere, or nowhere one may connect to; the text says where."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart; ``path`` has the query too."""

    is_secure: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The host as the request names it: with its port where that is not the usual one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS["https" if self.is_secure else "http"] else f"{name}:{self.port}"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a host, as ``socket`` takes it."""

    family: int
    where: Any

    @property
    def is_public(self) -> bool:
        """Whether it is an address of the public network, and not one that leads into a private one in disguise."""
        return all(ip.is_global and not ip.is_multicast for ip in _meant(str(self.where[0])))


def target(url: str) -> Target:
    """The parts of an http or https URL; raises ``ValueError`` for any other, and for one with a password in it."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("a URL is http://HOST/PATH or https://HOST/PATH")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a URL has no user name and no password in it")
    if not url.isascii() or any(letter <= " " for letter in url):
        raise ValueError("a URL is written in ASCII, without spaces")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(parts.scheme == "https", parts.hostname, parts.port or _PORTS[parts.scheme], path)


def addresses(target: Target, *, reaches_private: bool) -> list[Address]:
    """Where the host is, asked once. Raises ``NoAddress`` where it is nowhere, or nowhere one may connect to."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAddress(f"The host {target.host} is not known.") from None
    known = [Address(family, where) for family, _, _, _, where in found]
    reached = known if reaches_private else [address for address in known if address.is_public]
    if not reached:
        raise NoAddress(f"{target.host} is at {known[0].where[0]}, which is no public address.")
    return reached


def _meant(text: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The address, with every IPv4 address it wraps."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped is not None:
        return [ip.ipv4_mapped]
    wrapped = [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)] if ip in _NAT64 else []
    return [ip, *wrapped, *([ip.sixtofour] if ip.sixtofour else []), *(ip.teredo or ())]
