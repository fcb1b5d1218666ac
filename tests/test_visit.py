"""Fetching from strangers: private addresses, manners, limits, and hosts that misbehave."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from audiobrief.errors import NetworkError
from audiobrief.net import Courtesy, Document, Validator, Visitor
from audiobrief.net.addresses import may_connect, resolve
from audiobrief.net.guarded import proxy_for
from audiobrief.net.robots import read_rules
from h2_server import secure
from press_server import PressServer, Reply, bomb, press
from voice_server import spend_no_time


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture
def server() -> Iterator[PressServer]:
    """Serve one page."""
    with press() as served:
        served.replies["/a"] = Reply(b"<p>Harbour</p>", etag='"1"', modified="Mon, 12 Jan 2026")
        yield served


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    """Return who may ask loopback addresses, without pauses."""
    with Visitor(Courtesy(pause=0.0), allow_private=True) as made:
        yield made


def get(visitor: Visitor, url: str, limit: int = 10_000) -> Document:
    """Fetch a small document."""
    return visitor.get(url, limit_bytes=limit)


def names(monkeypatch: pytest.MonkeyPatch, **known: list[list[str]]) -> list[str]:
    """Answer each look-up of a known name by the next list of addresses; return what was asked."""
    real, asked = socket.getaddrinfo, []

    def look_up(host: str, port: int, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        if host not in known:
            return real(host, port, *rest, **more)
        found = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [entry for one in found for entry in real(one, port, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    ("address", "public", "own"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("127.0.0.1", False, True),
        ("127.8.8.8", False, True),
        ("::1", False, True),
        ("10.1.2.3", False, True),
        ("172.31.0.1", False, True),
        ("192.168.1.1", False, True),
        ("fd00::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("2002:7f00:1::", False, True),
        ("64:ff9b::7f00:1", False, True),
        ("64:ff9b::5db8:d822", True, True),
        ("::ffff:169.254.169.254", False, False),
        ("169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("fec0::1", False, False),
        ("0.0.0.0", False, False),  # noqa: S104 - judged, not bound
        ("::", False, False),
        ("100.64.0.1", False, False),
        ("224.0.0.1", False, False),
        ("240.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("192.0.2.1", False, False),
        ("2001:db8::1", False, False),
        ("ff02::1", False, False),
    ],
)
def test_addresses_are_judged(address: str, public: bool, own: bool) -> None:
    """Private ones only where allowed; a cloud's metadata, multicast and the unassigned never."""
    assert may_connect(address, allow_private=False) is public
    assert may_connect(address, allow_private=True) is own


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001"])
def test_a_private_address_is_refused_however_it_is_written(server: PressServer, host: str) -> None:
    """Short, decimal and hexadecimal forms are addresses like any other."""
    with (
        Visitor(Courtesy(pause=0.0)) as visitor,
        pytest.raises(NetworkError, match=r"private network.*allow_private = true"),
    ):
        visitor.get(f"http://{host}:{server.port}/a", limit_bytes=10)
    assert server.requests == []


def test_a_name_that_changes_its_mind_gains_nothing(
    server: PressServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address that was checked is the one connected to: the name is asked once."""
    asked = names(monkeypatch, **{"rebind.example": [["93.184.216.34"], ["127.0.0.1"]]})
    assert resolve("rebind.example", 80, allow_private=False) == ["93.184.216.34"]
    with (
        Visitor(Courtesy(pause=0.0)) as visitor,
        pytest.raises(NetworkError, match=r"^rebind.example: lies in a private network"),
    ):
        visitor.get(f"http://rebind.example:{server.port}/a", limit_bytes=10)
    assert asked.count("rebind.example") == 2
    assert server.requests == []


def test_of_mixed_addresses_only_the_public_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a private address among its own is asked at the others."""
    names(monkeypatch, **{"mixed.example": [["127.0.0.1", "93.184.216.34"]]})
    assert resolve("mixed.example", 80, allow_private=False) == ["93.184.216.34"]


def test_the_next_address_is_tried(
    server: PressServer, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a host's first address is dead, its second answers."""
    names(monkeypatch, **{"two.example": [["::1", "127.0.0.1"]]})
    assert get(visitor, f"http://two.example:{server.port}/a").body == b"<p>Harbour</p>"
    assert server.headers("/a")["host"] == f"two.example:{server.port}"


def test_a_redirect_to_a_private_address_is_refused(server: PressServer) -> None:
    """Each hop is judged by itself, a cloud's metadata too, where private ones are allowed."""
    server.replies["/out"] = Reply(location="http://169.254.169.254/latest/meta-data/")
    with (
        Visitor(Courtesy(pause=0.0), allow_private=True) as visitor,
        pytest.raises(NetworkError, match=r"169\.254\.169\.254: lies in a private network"),
    ):
        visitor.get(f"{server.url}/out", limit_bytes=10)
    assert server.asked("/out") == 1


@pytest.mark.parametrize("there", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/"])
def test_a_redirect_leads_to_http_alone(server: PressServer, visitor: Visitor, there: str) -> None:
    """A server cannot make this computer read its own files."""
    server.replies["/out"] = Reply(location=there)
    with pytest.raises(NetworkError, match="only http and https"):
        visitor.get(f"{server.url}/out", limit_bytes=10)


def test_redirects_are_followed_and_told(server: PressServer, visitor: Visitor) -> None:
    """The document says where it lies in the end."""
    server.replies["/old"] = Reply(location="/a")
    assert get(visitor, f"{server.url}/old").url == f"{server.url}/a"


def test_redirects_in_a_circle_end(server: PressServer, visitor: Visitor) -> None:
    """The sixth is one too many."""
    server.replies["/a"] = Reply(location="/a")
    with pytest.raises(NetworkError, match="more than 5 redirects"):
        visitor.get(f"{server.url}/a", limit_bytes=10)


def test_what_has_not_changed_is_not_sent(server: PressServer, visitor: Visitor) -> None:
    """With the validator of the last visit the server answers 304, with another it sends all."""
    first = get(visitor, f"{server.url}/a")
    assert first.validator == Validator('"1"', "Mon, 12 Jan 2026")
    url, by_date = f"{server.url}/a", Validator(modified=first.validator.modified)
    assert visitor.renew(url, first.validator, limit_bytes=99) is None
    assert visitor.renew(url, by_date, limit_bytes=99) is None
    assert visitor.renew(url, Validator('"0"'), limit_bytes=99) == first


def test_a_validator_that_cannot_be_sent_is_none(server: PressServer, visitor: Visitor) -> None:
    """A tag in letters that headers cannot hold is forgotten."""
    server.replies["/b"] = Reply(b"x", etag='"é"', modified="yesterday")
    assert get(visitor, f"{server.url}/b").validator == Validator(modified="yesterday")


def test_type_and_charset_are_told(server: PressServer, visitor: Visitor) -> None:
    """What the server says of the body comes with it."""
    server.replies["/b"] = Reply("Häfen".encode("latin-1"), "Text/HTML; charset=ISO-8859-1")
    found = get(visitor, f"{server.url}/b")
    assert (found.type, found.charset.lower()) == ("text/html", "iso-8859-1")


def test_gzip_is_asked_for_and_read(server: PressServer, visitor: Visitor) -> None:
    """A compressed body arrives as it was."""
    server.replies["/b"] = Reply(gzip.compress(b"Harbour"), encoding="gzip")
    assert get(visitor, f"{server.url}/b").body == b"Harbour"
    assert server.headers("/b")["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(bomb(50_000_000), encoding="gzip"),
        Reply(b"x" * 10_001),
        Reply(b"x" * 5_000, endless=True),
    ],
)
def test_too_much_is_refused(server: PressServer, visitor: Visitor, reply: Reply) -> None:
    """A bomb, a huge page and one without an end stop at the limit."""
    server.replies["/b"] = reply
    with pytest.raises(NetworkError, match="more than 10000 bytes came"):
        visitor.get(f"{server.url}/b", limit_bytes=10_000)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"no gzip", encoding="gzip"),
        Reply(gzip.compress(b"Harbour")[:-9], encoding="gzip"),
        Reply(b"x", encoding="br"),
    ],
)
def test_wrong_compression_is_told(server: PressServer, visitor: Visitor, reply: Reply) -> None:
    """Damaged, cut off, or of a kind nobody asked for."""
    server.replies["/b"] = reply
    with pytest.raises(NetworkError, match="compressed wrongly"):
        visitor.get(f"{server.url}/b", limit_bytes=100)


def test_http_2_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over TLS to a checked address, one connection for all; a certificate must be trusted."""
    with secure(tmp_path) as server, Visitor(Courtesy(pause=0.0), allow_private=True) as stranger:
        with pytest.raises(NetworkError, match="certificate is not trusted"):
            stranger.get(server.url, limit_bytes=100)
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        with Visitor(Courtesy(pause=0.0), allow_private=True) as visitor:
            found = [get(visitor, f"{server.url}/{n}") for n in range(2)]
        assert [one.body for one in found] == [b"by HTTP/2"] * 2
        assert found[0].validator == Validator('"2"')
        assert server.asked == 3


def test_a_slow_drip_meets_the_deadline(server: PressServer, waits: list[float]) -> None:
    """A byte now and then keeps no read waiting, but the whole takes too long: told once."""
    server.replies["/b"] = Reply(b"x" * 1000, drip=0.05)
    with (
        Visitor(Courtesy(pause=0.0), allow_private=True, seconds=0.5) as visitor,
        pytest.raises(NetworkError, match=r"/b: took longer than 0\.5 seconds"),
    ):
        visitor.get(f"{server.url}/b", limit_bytes=10_000)
    assert waits == []


def test_silence_meets_the_deadline(server: PressServer) -> None:
    """A server that stops in the middle is not waited for beyond the deadline."""
    server.replies["/b"] = Reply(b"xy", drip=30.0)
    with (
        Visitor(Courtesy(pause=0.0), allow_private=True, seconds=0.3) as visitor,
        pytest.raises(NetworkError, match="took longer than"),
    ):
        visitor.get(f"{server.url}/b", limit_bytes=10_000)


def test_a_busy_server_is_waited_for(
    server: PressServer, visitor: Visitor, waits: list[float]
) -> None:
    """Retry-After is obeyed."""
    server.replies["/a"].busy, server.replies["/a"].retry_after = 2, "7"
    assert get(visitor, f"{server.url}/a").body
    assert waits == [7.0, 7.0]


def test_a_host_that_fails_is_left_alone(
    server: PressServer, visitor: Visitor, waits: list[float]
) -> None:
    """After all attempts a host is not asked again in the same run."""
    server.replies["/a"].busy = 99
    with pytest.raises(NetworkError, match="429"):
        visitor.get(f"{server.url}/a", limit_bytes=100)
    assert len(waits) == 4
    with pytest.raises(NetworkError, match=r"failed before.*429.*not asked again"):
        visitor.get(f"{server.url}/b", limit_bytes=100)
    assert server.asked("/b") == 0


def test_a_name_without_an_address_is_told(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline the message says that the name cannot be found, and what to check."""

    def offline(*_: object, **__: object) -> Any:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(NetworkError, match=r"name cannot be found\. Check the connection"):
        visitor.get("http://news.example/", limit_bytes=10)


@pytest.mark.parametrize("url", ["ftp://a.example/", "nothing", "http://["])
def test_only_http_is_spoken(visitor: Visitor, url: str) -> None:
    """Other addresses never reach a socket."""
    with pytest.raises(NetworkError, match="no valid http or https address"):
        visitor.get(url, limit_bytes=10)


def test_robots_are_obeyed(server: PressServer, visitor: Visitor) -> None:
    """What a site asks programs to leave is left, also where a redirect leads there."""
    rules = b"User-agent: *\nDisallow: /private/\nUser-agent: audiobrief\nDisallow: /drafts/\n"
    server.replies["/robots.txt"] = Reply(rules, "text/plain")
    server.replies["/old"] = Reply(location="/drafts/1")
    server.replies["/private/1"] = Reply(b"x")
    for path in ("/drafts/1", "/old"):
        with pytest.raises(NetworkError, match=r"robots\.txt asks.*save the page by hand"):
            visitor.get(server.url + path, limit_bytes=100)
    assert get(visitor, f"{server.url}/private/1").body == b"x"
    assert (server.asked("/robots.txt"), server.asked("/drafts/1")) == (1, 0)


def test_a_site_whose_rules_fail_is_left(server: PressServer, visitor: Visitor) -> None:
    """A server error for robots.txt means: nothing may be read (RFC 9309)."""
    server.replies["/robots.txt"] = Reply(status=500)
    with pytest.raises(NetworkError, match=r"robots\.txt"):
        visitor.get(f"{server.url}/a", limit_bytes=100)


def test_rules_may_ask_for_a_pause() -> None:
    """A delay is taken up to a limit; nonsense is none."""
    assert read_rules(200, b"User-agent: *\nCrawl-delay: 7\n").delay == 7.0
    assert read_rules(200, b"User-agent: *\nCrawl-delay: 900\n").delay == 30.0
    assert read_rules(200, b"User-agent: *\nCrawl-delay: soon\n").delay == 0.0
    assert read_rules(404, b"").delay == 0.0


def test_a_host_is_given_time() -> None:
    """Requests to one host stand apart by its pause; another host is not kept waiting."""
    now = [100.0]
    slept: list[float] = []
    courtesy = Courtesy(pause=2.0, clock=lambda: now[0], sleep=slept.append)
    courtesy.wait_for("a", 0.0)
    courtesy.wait_for("a", 5.0)
    courtesy.wait_for("b", 0.0)
    now[0] += 4.0
    courtesy.wait_for("a", 0.0)
    assert slept == [2.0, 3.0]


def test_a_proxy_is_used_and_checked_before(
    server: PressServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy is asked for the address, but not for one that is known to be private."""
    monkeypatch.setenv("http_proxy", server.url)
    names(monkeypatch, **{"news.example": [["93.184.216.34"]], "in.example": [["10.0.0.1"]]})
    server.replies["http://news.example/a"] = Reply(b"by proxy")
    with Visitor(Courtesy(pause=0.0)) as strict:
        assert get(strict, "http://news.example/a").body == b"by proxy"
        with pytest.raises(NetworkError, match="private network"):
            strict.get("http://in.example/a", limit_bytes=10)


@pytest.mark.parametrize("proxy", ["gopher://user:secret@proxy", "http://user:secret@proxy:port"])
def test_a_useless_proxy_is_named(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    """It is reported by its variable, never by its address."""
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(NetworkError, match="proxy named in the environment") as caught:
        visitor.get("http://127.0.0.1:9/", limit_bytes=10)
    assert "secret" not in str(caught.value)


def test_a_proxy_may_be_named_without_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    """As curl takes it; and a host that is excepted is reached directly."""
    monkeypatch.setenv("https_proxy", "proxy:3128")
    monkeypatch.setenv("no_proxy", "intern.example")
    assert proxy_for(httpx.URL("https://a.example/")) == "http://proxy:3128"
    assert proxy_for(httpx.URL("https://intern.example/")) == ""
    assert proxy_for(httpx.URL("http://a.example/")) == ""
