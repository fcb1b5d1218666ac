"""Which addresses may be connected to: what a name resolves to is judged, never the name.

Private, loopback and link-local networks hold what is not meant for strangers: routers, databases,
the metadata of cloud machines. A page or feed must not make this computer read them (server-side
request forgery, https://cwe.mitre.org/data/definitions/918.html).
"""

from __future__ import annotations

import ipaddress
import socket

import httpcore

from audiobrief.errors import NetworkError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as a network without them shows them (RFC 6052)."""
_OWN = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
)
"""Networks of one's own: RFC 1918 and RFC 4193."""


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses of ``host`` that may be connected to, in the resolver's order.

    Numbers in any form that the resolver takes (``127.1``, ``2130706433``) are addresses too.

    Raises:
        NetworkError: none of them may.
        httpcore.ConnectError: the name has no address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [one for one in addresses if may_connect(one, allow_private=allow_private)]
    if not allowed:
        raise NetworkError(
            "lies in a private network, on this computer, or at an address that is no host's",
            where=host,
            remedy="If that is meant, set `allow_private = true` under [gather].",
        )
    return allowed


def may_connect(text: str, *, allow_private: bool) -> bool:
    """Return whether an address is public, or private where that is allowed.

    Link-local addresses, where clouds keep a machine's credentials, are never allowed; nor
    are multicast, reserved and unspecified ones.
    """
    address = _inner(ipaddress.ip_address(text.partition("%")[0]))
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if address.is_loopback or any(address in network for network in _OWN):
        return allow_private
    reserved = address.is_reserved or getattr(address, "is_site_local", False)
    return address.is_global and not reserved


def _inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (0, address))[1]
