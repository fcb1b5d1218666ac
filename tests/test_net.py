"""The door to the network, against a loopback server that breaks in every way it can."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import net
from audiobrief.errors import NetworkError, OutputError
from audiobrief.net import request, retry, transfer
from voice_server import Fault, VoiceServer, serving, spend_no_time

DATA = bytes(index * 11 % 256 for index in range(5000))
VALUE = '"héllo"'
WHOLE_RUN = [0.5, 1.0, 2.0, 4.0]
"""The pauses between five attempts."""


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses instead of spending them, and ignore this machine's proxies."""
    return spend_no_time(monkeypatch)


@pytest.fixture
def server() -> Iterator[VoiceServer]:
    """Serve one JSON value and one larger file."""
    files = {"a.json": VALUE.encode(), "a.bin": DATA}
    with serving(files) as served:
        yield served


def get(server: VoiceServer, target: Path, *, size: int = len(DATA)) -> list[int]:
    """Download the larger file and return the progress that was told."""
    told: list[int] = []
    net.download(f"{server.url}/a.bin", target, size=size, progress=told.append)
    return told


def closed_port() -> int:
    """Return a loopback port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_json_is_fetched(server: VoiceServer) -> None:
    """The value comes back as it is served, with or without a byte-order mark."""
    assert net.fetch_json(f"{server.url}/a.json", limit_bytes=10) == "héllo"
    server.files["a.json"] = VALUE.encode("utf-8-sig")
    assert net.fetch_json(f"{server.url}/a.json", limit_bytes=11) == "héllo"


def test_the_request_names_its_sender_and_asks_for_plain_bytes(server: VoiceServer) -> None:
    """Servers see who asks, and that nothing compressed is wanted."""
    net.fetch_json(f"{server.url}/a.json", limit_bytes=10)
    headers = server.requests[0][2]
    assert headers["user-agent"].startswith("audiobrief/")
    assert headers["accept-encoding"] == "identity"


def test_a_missing_value_is_an_error(server: VoiceServer) -> None:
    """404 is reported with the address and what to check."""
    with pytest.raises(NetworkError, match=r"/no: the server answered 404 Not Found\. Check"):
        net.fetch_json(f"{server.url}/no", limit_bytes=10)


def test_too_much_is_refused(server: VoiceServer, waits: list[float]) -> None:
    """One byte above the limit is too much, at once."""
    with pytest.raises(NetworkError, match="more than 5 bytes came"):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=5)
    assert waits == []


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"9" * 5000, b"", b'"\xff"'])
def test_what_is_no_json_is_refused(server: VoiceServer, body: bytes) -> None:
    """Broken, bottomless, giant, empty and wrongly encoded JSON end in the same plain error."""
    server.files["a.json"] = body
    with pytest.raises(NetworkError, match="what came is not JSON"):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=200_000)


def test_passing_faults_are_waited_out(server: VoiceServer, waits: list[float]) -> None:
    """Each 503 costs one pause, twice as long as the one before."""
    server.faults["a.json"] = Fault(unavailable=3)
    assert net.fetch_json(f"{server.url}/a.json", limit_bytes=10) == "héllo"
    assert waits == WHOLE_RUN[:3]


def test_retry_after_is_honoured(server: VoiceServer, waits: list[float]) -> None:
    """The server's own wish replaces a shorter pause."""
    server.faults["a.json"] = Fault(unavailable=1, retry_after="7")
    net.fetch_json(f"{server.url}/a.json", limit_bytes=10)
    assert waits == [7.0]


def test_a_long_retry_after_is_told_instead_of_waited(
    server: VoiceServer, waits: list[float]
) -> None:
    """Nobody sits before a terminal for an hour: the error says when to come again."""
    server.faults["a.json"] = Fault(unavailable=1, retry_after="3600")
    with pytest.raises(NetworkError, match=r"503 .*come again in 3600 seconds"):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=10)
    assert waits == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("12", 12.0),
        (" 12 ", 12.0),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30.0),
        ("soon", 0.0),
        ("", 0.0),
        ("9" * 400, 0.0),
    ],
)
def test_retry_after_is_read(value: str, seconds: float) -> None:
    """Seconds count as they are, dates against the server's clock, nonsense not at all."""
    headers = {"Retry-After": value, "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    assert retry._retry_after(headers) == seconds


def test_retry_after_needs_the_servers_clock_for_a_date() -> None:
    """A date without the server's own is of no use."""
    assert retry._retry_after({"Retry-After": "Thu, 01 Jan 2026 00:00:30 GMT"}) == 0.0


def test_lasting_server_faults_end_in_an_error(server: VoiceServer, waits: list[float]) -> None:
    """Five attempts, four pauses, then the status and the address."""
    server.faults["a.json"] = Fault(unavailable=9)
    with pytest.raises(NetworkError, match=r"a\.json: the server answered 503 Service"):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=10)
    assert waits == WHOLE_RUN
    assert len(server.requests) == 5


@pytest.mark.parametrize("status", [400, 401, 403, 410, 304])
def test_refusals_are_not_repeated(server: VoiceServer, waits: list[float], status: int) -> None:
    """What another attempt cannot mend fails at once."""
    server.faults["a.json"] = Fault(status=status)
    with pytest.raises(NetworkError, match=f"answered {status}"):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=10)
    assert waits == []


def test_offline_says_so(waits: list[float]) -> None:
    """A closed port is retried, then reported with its address and a remedy."""
    url = f"http://127.0.0.1:{closed_port()}/a.json"
    with pytest.raises(NetworkError, match=r"no connection \(.*refused") as caught:
        net.fetch_json(url, limit_bytes=10)
    assert caught.value.where == url
    assert "Check the connection" in caught.value.remedy
    assert waits == WHOLE_RUN


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (httpx.ReadTimeout("x"), "no answer in time"),
        (httpx.RemoteProtocolError("cut"), r"connection broke \(cut\)"),
    ],
)
def test_broken_connections_are_explained(error: httpx.TransportError, what: str) -> None:
    """Lost time and cut lines each have words of their own."""
    with pytest.raises(NetworkError, match=what):
        raise request._broken(error, "https://example.org/")


def test_an_unknown_host_is_explained(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """A name that nobody knows may be known soon, so it is asked for again."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NetworkError, match="the host's name cannot be found"):
        net.fetch_json("http://example.org/", limit_bytes=10)
    assert waits == WHOLE_RUN


def test_a_certificate_that_is_not_trusted_is_explained(
    server: VoiceServer, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    """No other attempt makes a certificate better."""

    def refuse(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError("self-signed")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with pytest.raises(NetworkError, match="certificate is not trusted"):
        net.fetch_json(server.url.replace("http:", "https:"), limit_bytes=10)
    assert waits == []


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/a", "file:///etc/passwd", "nothing", "http://[", "http://h:port/"],
)
def test_only_http_is_spoken(url: str) -> None:
    """Other schemes and broken addresses never reach a socket."""
    with pytest.raises(NetworkError, match="no valid http or https address"):
        net.fetch_json(url, limit_bytes=10)


def test_redirects_are_followed(server: VoiceServer) -> None:
    """A mirror may move a file."""
    server.faults["old"] = Fault(location="/a.json")
    server.files["old"] = b""
    assert net.fetch_json(f"{server.url}/old", limit_bytes=10) == "héllo"


def test_redirects_in_a_circle_end(server: VoiceServer) -> None:
    """The sixth redirect is one too many."""
    server.faults["a.json"] = Fault(location="/a.json")
    with pytest.raises(NetworkError, match="more than 5 redirects"):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=10)
    assert len(server.requests) == 6


@pytest.mark.parametrize("there", ["ftp://example.org/a", "file:///etc/passwd"])
def test_redirects_out_of_http_are_refused(server: VoiceServer, there: str) -> None:
    """A server cannot send the reader to another protocol."""
    server.faults["a.json"] = Fault(location=there)
    with pytest.raises(NetworkError):
        net.fetch_json(f"{server.url}/a.json", limit_bytes=10)


def test_https_is_never_followed_down_to_http() -> None:
    """A secure address stays secure through every redirect."""
    transport = httpx.MockTransport(lambda _: httpx.Response(302, headers={"Location": "http://b"}))
    with (
        httpx.Client(transport=transport) as client,
        pytest.raises(NetworkError, match="never from https down"),
    ):
        request._follow(client, client.build_request("GET", "https://a/"))


def test_a_wrongly_compressed_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that is not what its Content-Encoding says ends in a plain error."""
    answer = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=[b"no gzip"])
    client = httpx.Client(transport=httpx.MockTransport(lambda _: answer))
    monkeypatch.setattr(request, "_client", lambda: client)
    with pytest.raises(NetworkError, match="compressed wrongly"):
        net.fetch_json("http://a/", limit_bytes=10)


def test_a_useless_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of no known kind is reported by its variable, never by its address."""
    monkeypatch.setenv("ALL_PROXY", "gopher://user:secret@proxy")
    with pytest.raises(NetworkError, match="proxy named in the environment") as caught:
        net.fetch_json("http://127.0.0.1:9/", limit_bytes=10)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://u:p@h:8/a/b?token=x#y", "https://h:8/a/b"),
        ("http://h", "http://h"),
        ("u:p@h/a", "the address given"),
        ("http://[", "the address given"),
        ("http:a?p", "the address given"),
    ],
)
def test_addresses_are_shown_without_secrets(url: str, text: str) -> None:
    """Credentials, query and fragment stay out of messages."""
    assert net.shown(url) == text


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=12))
def test_no_secret_is_ever_shown(secret: str) -> None:
    """Wherever an address carries a secret, what is shown does not."""
    for url in (f"http://u:{secret}@h/a", f"http://h/a?t={secret}", f"http://h/a#{secret}"):
        assert secret not in net.shown(url)


def test_errors_carry_no_secrets(server: VoiceServer) -> None:
    """A failing address is reported without its user, password and token."""
    url = server.url.replace("//", "//user:secret@") + "/no?token=secret"
    with pytest.raises(NetworkError) as caught:
        net.fetch_json(url, limit_bytes=10)
    assert "secret" not in str(caught.value)


def test_a_file_is_downloaded(server: VoiceServer, tmp_path: Path) -> None:
    """All bytes arrive, the progress ends at the size, and nothing else is left."""
    told = get(server, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA
    assert (told[0], told[-1]) == (0, len(DATA))
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_an_empty_file_is_downloaded(server: VoiceServer, tmp_path: Path) -> None:
    """A file of no bytes is still a file."""
    server.files["a.bin"] = b""
    get(server, tmp_path / "a.bin", size=0)
    assert (tmp_path / "a.bin").read_bytes() == b""


def test_a_whole_file_is_not_asked_for_again(server: VoiceServer, tmp_path: Path) -> None:
    """What is here in full needs no network."""
    (tmp_path / "a.bin").write_bytes(DATA)
    assert get(server, tmp_path / "a.bin") == [len(DATA)]
    assert server.requests == []


def test_a_drop_is_resumed(server: VoiceServer, tmp_path: Path, waits: list[float]) -> None:
    """After a drop only the rest is asked for, on condition that the file is the same."""
    server.faults["a.bin"] = Fault(drops=2, drop_after=1500)
    get(server, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA
    assert server.ranges("a.bin") == ["", "bytes=1500-", "bytes=3000-"]
    assert server.requests[1][2]["if-range"].startswith('"')
    assert waits == WHOLE_RUN[:2]


def test_a_later_run_goes_on(server: VoiceServer, tmp_path: Path) -> None:
    """What a failed run left is kept, with its tag, and continued by the next."""
    server.faults["a.bin"] = Fault(drops=5, drop_after=500)
    with pytest.raises(NetworkError, match=r"a\.bin: .*(broke|ended)"):
        get(server, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA[:2500]
    told = get(server, tmp_path / "a.bin")
    assert told[0] == 2500
    assert server.ranges("a.bin")[-1] == "bytes=2500-"
    assert "if-range" in server.requests[-1][2]
    assert (tmp_path / "a.bin").read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_a_drop_without_a_stated_length_is_noticed(server: VoiceServer, tmp_path: Path) -> None:
    """A clean end that comes too soon counts as a drop."""
    server.faults["a.bin"] = Fault(drops=1, drop_after=1000, no_length=True)
    get(server, tmp_path / "a.bin")
    assert server.ranges("a.bin") == ["", "bytes=1000-"]
    assert (tmp_path / "a.bin").read_bytes() == DATA


def test_a_file_that_stays_too_short_is_an_error(server: VoiceServer, tmp_path: Path) -> None:
    """A server that never sends the end is given up, and the beginning kept."""
    server.faults["a.bin"] = Fault(drops=99, drop_after=0, no_length=True)
    (tmp_path / "a.bin").write_bytes(DATA[:7])
    with pytest.raises(NetworkError, match="ended at byte 7 of 5000"):
        get(server, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA[:7]


def test_a_server_without_ranges_starts_anew(server: VoiceServer, tmp_path: Path) -> None:
    """Where Range is ignored the file is written from its first byte."""
    server.faults["a.bin"] = Fault(ignore_range=True)
    (tmp_path / "a.bin").write_bytes(b"x" * 1000)
    told = get(server, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA
    assert told[0] == 1000


def test_a_refused_range_starts_anew(server: VoiceServer, tmp_path: Path) -> None:
    """After 416 what is here goes, and the whole file is asked for."""
    server.faults["a.bin"] = Fault(refuse_range=True)
    (tmp_path / "a.bin").write_bytes(b"x" * 1000)
    get(server, tmp_path / "a.bin")
    assert server.ranges("a.bin") == ["bytes=1000-", ""]
    assert (tmp_path / "a.bin").read_bytes() == DATA


def test_another_range_than_asked_starts_anew(server: VoiceServer, tmp_path: Path) -> None:
    """Bytes from elsewhere are never joined to what is here."""
    server.faults["a.bin"] = Fault(wrong_range=True)
    (tmp_path / "a.bin").write_bytes(DATA[:1000])
    get(server, tmp_path / "a.bin")
    assert server.ranges("a.bin") == ["bytes=1000-", ""]
    assert (tmp_path / "a.bin").read_bytes() == DATA


@pytest.mark.parametrize("weak", [False, True])
def test_a_changed_file_starts_anew(server: VoiceServer, tmp_path: Path, weak: bool) -> None:
    """A file that changed between two runs is not a mix of both, whatever its tag's kind."""
    server.faults["a.bin"] = Fault(drops=5, drop_after=500, weak_etag=weak)
    with pytest.raises(NetworkError):
        get(server, tmp_path / "a.bin")
    server.files["a.bin"] = DATA[::-1]
    get(server, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA[::-1]
    assert ("if-range" in server.requests[5][2]) is not weak


def test_a_file_without_a_usable_tag_still_resumes(server: VoiceServer, tmp_path: Path) -> None:
    """A tag file with nonsense in it is not sent to anyone."""
    (tmp_path / "a.bin").write_bytes(DATA[:10])
    (tmp_path / "a.bin.etag").write_bytes(b"\xff\r\nEvil: 1")
    get(server, tmp_path / "a.bin")
    assert "if-range" not in server.requests[0][2]
    assert (tmp_path / "a.bin").read_bytes() == DATA


def test_a_tag_that_is_none_is_not_kept(tmp_path: Path) -> None:
    """A malformed entity tag replaces the one before by nothing."""
    (tmp_path / "a.bin.etag").write_text('"old"')
    transfer.Partial(tmp_path / "a.bin", 1).keep_tag("no quotes")
    assert list(tmp_path.iterdir()) == []


def test_a_partial_that_is_too_long_starts_anew(server: VoiceServer, tmp_path: Path) -> None:
    """What is longer than the file can be no part of it."""
    (tmp_path / "a.bin").write_bytes(DATA + b"x")
    get(server, tmp_path / "a.bin")
    assert server.ranges("a.bin") == [""]
    assert (tmp_path / "a.bin").read_bytes() == DATA


@pytest.mark.parametrize("size", [4999, 5001])
def test_a_stated_wrong_size_is_refused(
    server: VoiceServer, tmp_path: Path, waits: list[float], size: int
) -> None:
    """A file of another length is not begun, and what is here stays."""
    (tmp_path / "a.bin").write_bytes(DATA[:10])
    with pytest.raises(NetworkError, match=f"has 5000 bytes there, but should have {size}"):
        get(server, tmp_path / "a.bin", size=size)
    assert (tmp_path / "a.bin").read_bytes() == DATA[:10]
    assert waits == []


def test_nothing_is_written_past_the_size(server: VoiceServer, tmp_path: Path) -> None:
    """An endless body without a length is cut off, and what came thrown away."""
    server.faults["a.bin"] = Fault(no_length=True)
    told: list[int] = []
    with pytest.raises(NetworkError, match="more than the 100 bytes"):
        net.download(f"{server.url}/a.bin", tmp_path / "a", size=100, progress=told.append)
    assert max(told) <= 100
    assert not (tmp_path / "a").exists()


def test_a_missing_file_is_an_error(server: VoiceServer, tmp_path: Path) -> None:
    """404 for a file that should be there is reported at once."""
    with pytest.raises(NetworkError, match="answered 404 Not Found"):
        net.download(f"{server.url}/no", tmp_path / "no", size=1, progress=lambda _: None)


def test_a_disk_that_refuses_is_no_fault_of_the_network(
    server: VoiceServer, tmp_path: Path
) -> None:
    """Where the file cannot be written the error speaks of the disk, at once."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        net.download(f"{server.url}/a.bin", tmp_path / "folder", size=5000, progress=lambda _: None)
