"""Nobody can use the bot to look into the network it runs in (faults 60 and 64)."""

import ipaddress
import socket

import pytest

from bot.ingest.guard import AddressRefused, Guard, is_public

STRICT = Guard(allow_private_networks=False)
OPEN = Guard(allow_private_networks=True)

PRIVATE_HOSTS = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "224.0.0.1", "198.18.0.1", "192.0.2.1", "0", "2130706433", "127.1", "0x7f.1", "0x7f000001", "017700000001",
    "0177.0.0.1", "[::1]", "[::]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]", "[::127.0.0.1]", "[::8.8.8.8]", "[fec0::1]", "[fe80::1]", "[fc00::1]", "[ff02::1]",
    "[2001::1]", "[2001:db8::1]", "[100::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_a_private_address_is_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(AddressRefused, match="BRIEFBOT_ALLOW_PRIVATE_NETWORKS"):
        STRICT.web_address(f"http://{host}/feed")


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "[2606:4700::1111]", "[64:ff9b::808:808]", "example.org", "bücher.example"]
)
def test_a_public_address_is_let_through(host: str) -> None:
    assert STRICT.web_address(f"https://{host}/feed").scheme == "https"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "gopher://example.org/",
        "data:text/plain,abc",
        "ftp://example.org/",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://:secret@example.org/",
        "http://example.org/\r\nHost: evil",
        "http://example.org/a b",
        "http://example.org\\@evil.example/",
        "http://exam%00ple.org/",
        "http://[fe80::1%25eth0]/",
        "http:///feed",
        "http://[::1/",
        "http://example.org:99999/",
        "",
        "just words",
    ],
)
def test_what_is_no_web_address_is_refused_whatever_is_allowed(address: str) -> None:
    for guard in (STRICT, OPEN):
        with pytest.raises(AddressRefused) as refused:
            guard.web_address(address)
        assert "\n" not in str(refused.value)
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize("port", [22, 25, 53, 3306, 6379, 11211, 0])
def test_ports_that_serve_no_web_are_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match="port"):
        STRICT.web_address(f"http://example.org:{port}/")


def test_an_operator_may_open_private_networks_and_any_port() -> None:
    assert OPEN.web_address("http://127.0.0.1:3000/feed").port == 3000
    OPEN.check_record("nas.local", "192.168.1.5")


def test_a_number_in_an_odd_spelling_is_refused_even_where_it_is_public() -> None:
    with pytest.raises(AddressRefused, match=r"write 134744072 as 8\.8\.8\.8"):
        STRICT.web_address("http://134744072/")


def test_the_dialled_address_is_checked_once_more() -> None:
    with pytest.raises(AddressRefused):
        STRICT.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80)))
    with pytest.raises(AddressRefused):
        STRICT.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("localhost", 80)))
    with STRICT.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80))) as dialler:
        assert dialler.family == socket.AF_INET


def test_no_special_network_is_called_public() -> None:
    """Wherever Python's own register says "not global", ours does too."""
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/29",
        "240.0.0.0/4",
        "fc00::/7",
        "2001:db8::/32",
        "::/128",
    ):
        assert not is_public(ipaddress.ip_network(network)[0])
