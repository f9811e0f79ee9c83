"""Which addresses may be visited, so that nobody can use the bot to look into the network it runs in.

Checked three times: the address as written (and every redirect), every record its name resolves to, and the address
really dialled. Only the last is proof, for literals never meet a resolver; the first two give the clearer message.
Nothing here opens a connection.
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from yarl import URL

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address

# IANA's special-purpose registries, written out: `ipaddress.is_global` differs between Python versions and passes
# multicast, site-local and several tunnels.
_PRIVATE_V4 = (
    ipaddress.IPv4Network("0.0.0.0/8"),  # this network
    ipaddress.IPv4Network("10.0.0.0/8"),  # private
    ipaddress.IPv4Network("100.64.0.0/10"),  # shared by providers
    ipaddress.IPv4Network("127.0.0.0/8"),  # this machine
    ipaddress.IPv4Network("169.254.0.0/16"),  # link-local, cloud metadata
    ipaddress.IPv4Network("172.16.0.0/12"),  # private
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments
    ipaddress.IPv4Network("192.0.2.0/24"),  # documentation
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays
    ipaddress.IPv4Network("192.168.0.0/16"),  # private
    ipaddress.IPv4Network("198.18.0.0/15"),  # benchmarks
    ipaddress.IPv4Network("198.51.100.0/24"),  # documentation
    ipaddress.IPv4Network("203.0.113.0/24"),  # documentation
    ipaddress.IPv4Network("224.0.0.0/4"),  # multicast
    ipaddress.IPv4Network("240.0.0.0/4"),  # reserved, broadcast
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out for the public internet: mapped, compatible, local and multicast lie outside."""
_PRIVATE_V6 = (
    ipaddress.IPv6Network("2001::/23"),  # Teredo and other protocol assignments
    ipaddress.IPv6Network("2001:db8::/32"),  # documentation
    ipaddress.IPv6Network("2002::/16"),  # 6to4: hides an IPv4 address
    ipaddress.IPv6Network("3fff::/20"),  # documentation
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How a network without IPv4 reaches it (RFC 6052): judged by the IPv4 address inside."""

_LOCAL = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp", ".home", ".private")
"""Names of private networks: RFC 6761, 6762 and 8375, ICANN's `internal`, and those that routers and firms are known to
use (RFC 6762, appendix G)."""

WEB_PORTS = frozenset({80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888})
"""Ports where the public web is served. Any other would make the bot a port scanner for whoever may add sources."""

_HOST = re.compile(r"[a-z0-9._:-]+", re.IGNORECASE)
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")
"""Controls and blanks could smuggle a second header or host in; a backslash is a slash to some parsers only."""

_LIFT = "set BRIEFBOT_ALLOW_PRIVATE_NETWORKS=true if you want it read"

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]
"""What the dialler hands over: family, type, protocol, canonical name, socket address."""


class AddressRefused(OSError):
    """This address is not visited; the text is one clear line. An OSError, so that a dialler passes it on."""


@dataclass(frozen=True)
class Guard:
    """Says no to addresses that are not the public web. `allow_private_networks` lifts the limits on where, not how.

    `has_proxy`: names are resolved and dialled elsewhere, so all that can be judged is the address as it is written.
    """

    allow_private_networks: bool
    has_proxy: bool = False

    def web_address(self, address: str) -> URL:
        """`address` as a URL that may be visited, as far as its text tells. Raises AddressRefused."""
        if _NOT_IN_ADDRESSES.search(address):
            raise AddressRefused("refused: the address contains blanks, control characters or backslashes")
        try:
            url = URL(address)
        except ValueError as error:
            raise AddressRefused("refused: this is not a web address") from error
        self.check(url)
        return url

    def check(self, url: URL) -> None:
        """Raise AddressRefused where the text of `url` already tells that it may not be visited."""
        if url.scheme not in {"http", "https"}:
            raise AddressRefused(f"refused: only http and https addresses are visited, not {url.scheme or 'this'}:")
        if url.raw_user is not None or url.raw_password is not None:
            raise AddressRefused("refused: take the user name and password out of the address")
        host = url.raw_host
        if not host or not _HOST.fullmatch(host):
            raise AddressRefused("refused: the address has no valid host name")
        if not (self.allow_private_networks or url.port in WEB_PORTS):
            raise AddressRefused(f"refused: port {url.port} is not one the web is served on; {_LIFT}")
        self._check_literal(host)
        if self.has_proxy and not self.allow_private_networks and _is_local(host):
            raise AddressRefused(f"refused: {host} is a name of a private network; {_LIFT}")

    def check_record(self, host: str, record: str) -> None:
        """Raise AddressRefused unless `record`, to which `host` resolved, may be dialled.

        Where the name leads is not said: chats hear why their sources fail, and could have inner names looked up.
        """
        if self.allow_private_networks:
            return
        try:
            number = ipaddress.ip_address(record)
        except ValueError as error:  # never dial what cannot be judged
            raise AddressRefused(f"refused: {host} leads to what is no address") from error
        if not is_public(number):
            leads = "is" if record == host else "leads to"
            raise AddressRefused(f"refused: {host} {leads} an address of a private or special network; {_LIFT}")

    def open_socket(self, target: AddressInfo) -> socket.socket:
        """A socket for dialling `target`: the last check, on the address that is really dialled."""
        family, kind, protocol, _name, dialled = target
        self.check_record(str(dialled[0]), str(dialled[0]))
        return socket.socket(family=family, type=kind, proto=protocol)

    def _check_literal(self, host: str) -> None:
        """Numbers among host names: also 2130706433, 127.1 and 0x7f.1, which the system's resolver takes for IPv4."""
        number = _as_number(host)
        if number is None:
            return
        self.check_record(host, number)
        if number != host and ":" not in host:
            raise AddressRefused(f"refused: write {host} as {number}")


def _is_local(host: str) -> bool:
    """Whether a name says by itself that it belongs to a private network: who resolves it does not ask us."""
    name = host.lower().rstrip(".")
    return _as_number(host) is None and ("." not in name or name.endswith(_LOCAL))


def is_public(number: _IP) -> bool:
    """Whether an address belongs to the public internet."""
    if isinstance(number, ipaddress.IPv4Address):
        return _outside(number, _PRIVATE_V4)
    if number in _NAT64:
        return is_public(ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF))
    return number in _GLOBAL_V6 and _outside(number, _PRIVATE_V6)


def _outside(number: _IP, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return not any(number in network for network in networks)


def _as_number(host: str) -> str | None:
    """The address `host` stands for if it is written in numbers, else None: it is a name."""
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None
