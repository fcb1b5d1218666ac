"""Episodes made by workers that share no folder with the run: a store between them, and no more."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from audiobrief.audio.forecast import weighed
from audiobrief.audio.music import default_clip
from audiobrief.cli import main
from audiobrief.config import load_shows
from audiobrief.errors import AudiobriefError, NetworkError, UsageError
from audiobrief.model import Cited, Evidence, Method
from audiobrief.net.storage.place import Place, Stored
from audiobrief.pipeline.away import worker
from audiobrief.pipeline.away.clips import SharedClips, unpack_clips
from audiobrief.pipeline.away.courier import by_store
from audiobrief.pipeline.away.store import Store
from audiobrief.pipeline.crew import Crew, cluster_crew
from audiobrief.pipeline.events import Event
from audiobrief.pipeline.outcome import Outcome
from audiobrief.pipeline.reporting.drawer import drawer_of
from audiobrief.pipeline.reporting.making import Making
from audiobrief.pipeline.workspace import Workspace
from audiobrief.speech.cache import ClipCache
from audiobrief.speech.voice import Voice
from dask_cluster import Cluster, cluster
from s3_server import S3Server, bucket, s3_as_found
from samples import REPORT, SHOW
from test_crew import NOW, desk, run, shelf
from voice_server import spend_no_time

NAMES = ("ash", "birch", "cedar", "elm")

FULL = SHOW.replace(
    'files = ["test/*"]', 'files = ["test/*"]\ncuts = ["full", "flash", "bulletin"]'
)


class Here(Executor):
    """A worker in this process, with ``before`` done ahead of each task."""

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self.before = before

    def submit(self, *call: Any, **_: Any) -> Future[Any]:
        """Do a task at once."""
        function, *arguments = call
        future: Future[Any] = Future()
        self.before()
        future.set_result(function(*arguments))
        return future


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give workers in this process a cache of their own, and return it."""
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "elsewhere"))
    worker._store.cache_clear()
    return tmp_path / "elsewhere"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the folder that stands for a store."""
    return tmp_path / "store"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[S3Server]:
    """Serve S3 with a bucket ``pod``, and tell the programs started from here of it."""
    with s3_as_found(monkeypatch, tmp_path) as served:
        yield served


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the shelf as one process makes it."""
    at = desk(tmp_path_factory.mktemp("alone") / "desk", NAMES)
    run(at, None)
    return shelf(at)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Run two workers that share neither folder nor cache."""
    with cluster(tmp_path_factory.mktemp("dask"), 2, apart=True) as running:
        yield running


def away(
    at: Workspace,
    store: str | Path,
    executor: Executor | None = None,
    notify: Callable[[Event], None] = lambda _: None,
    name: str = "morning",
) -> Outcome:
    """Build everything by way of a store."""
    with by_store(str(store), name, notify) as courier:
        return run(at, Crew(executor or Here(), courier=courier), notify)


def told(outcome: Outcome) -> str:
    """Return the one failure of a run."""
    [failure] = outcome.failed
    return str(failure.error)


def files(folder: Path) -> list[str]:
    """Return every file below a folder."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def rich(root: Path) -> Workspace:
    """Return a workspace that uses all that a show can have, some of it from beside it."""
    shared = root.parent / "shared"
    shared.mkdir(exist_ok=True)
    (shared / "names.toml").write_text('[[word]]\nwritten = "ash"\nsay = "ashh"\n', "utf-8")
    (shared / "far.md").write_text(REPORT.replace("Canal tolls", "The far tolls"), "utf-8")
    shutil.copy(default_clip("intro"), shared / "jingle.flac")
    shutil.copy(default_clip("outro"), shared / "end.flac")
    noise = np.random.default_rng(7).integers(0, 255, (1400, 1400, 3), np.uint8)
    Image.fromarray(noise).save(shared / "cover.jpg", quality=30)
    show = (
        'artwork = "../../shared/cover.jpg"\n'
        + FULL.replace('"test/*"', f'"test/*", "{shared}/*.md"')
        + f'\n[narration]\nlexicon = ["{shared}/names.toml", "lexicon/own.toml"]\n'
        + f'\n[music.intro]\nfile = "{shared}/jingle.flac"\n'
        + '\n[music.outro]\nfile = "../../shared/end.flac"\n'
    )
    at = desk(root, ("ash",), show)
    (root / "feeds" / "lexicon").mkdir()
    (root / "feeds" / "lexicon" / "own.toml").write_text(
        '[[word]]\nwritten = "far"\nsay = "farr"\n', "utf-8"
    )
    (root / "feeds" / "lexicon" / "en.toml").write_text(
        '[[word]]\nwritten = "tolls"\nsay = "toles"\n', "utf-8"
    )
    keep_making(at)
    return at


def keep_making(at: Workspace) -> None:
    """Have a report tell what a sentence of it rests on, as those that audiobrief wrote do."""
    [show] = load_shows(at.root)
    cited = Cited("Tolls to rise", "", "", "It was expected by all.")
    evidence = (Evidence("It was expected.", (cited,)),)
    making = Making("ash", "tolls", NOW, "", Method("built-in"), evidence)
    drawer_of(show, at).makings.keep(making)


def build(at: Workspace, *options: str) -> Result:
    """Run ``audiobrief build`` in a workspace."""
    return CliRunner().invoke(main, ["build", "--workspace", str(at.root), *options])


def test_workers_elsewhere_make_the_same_bytes(tmp_path: Path, dask: Cluster, store: Path) -> None:
    """Lexicons, music, artwork and reports from outside, all cuts: the shelf of one process."""
    here, there = rich(tmp_path / "desk"), rich(tmp_path / "desk-away")
    assert "5 built" in build(here).output
    result = build(there, "--cluster", dask.address, "--store", str(store))
    assert "5 built" in result.output
    made = shelf(there)
    assert b"../ash/" in made["test/episodes/ash-flash/index.html"]
    assert b"It was expected by all." in made["test/episodes/ash/index.html"]
    assert made == shelf(here)
    assert {name.partition("/")[0] for name in files(store)} == {"clips", "inputs"}


def test_a_lost_worker_costs_nothing(tmp_path: Path, s3: S3Server, alone: dict[str, bytes]) -> None:
    """S3, one of two workers killed in the middle: the same bytes, each input put once."""
    at = desk(tmp_path / "desk", NAMES)
    with (
        cluster(tmp_path, 2, apart=True) as dask,
        by_store("s3://pod/desk", "morning", lambda _: None) as courier,
        cluster_crew(dask.address, courier) as crew,
    ):

        def notify(event: Event) -> None:
            if event.kind == "episode" and dask.workers[0].poll() is None:
                dask.workers[0].send_signal(signal.SIGKILL)
                dask.workers[0].wait()

        outcome = run(at, crew, notify)
        assert dask.workers[0].returncode == -signal.SIGKILL
        assert not outcome.failed
        assert shelf(at) == alone
        inputs = [path for path in s3.puts() if "/inputs/" in path]
        assert len(inputs) == len(set(inputs)) == len(NAMES) + 2

        # The worker that is left has lost its clips, too: the store gives all but the new one.
        shutil.rmtree(tmp_path / "home-1" / "cache" / "clips")
        edit(at, "ash")
        s3.requests.clear()
        assert [episode.slug for _, episode in run(at, crew).built] == ["ash"]
        asked = [method for method, path in s3.requests if path.startswith("/pod/desk/clips/")]
        assert asked.count("PUT") == 1
        assert asked.count("GET") == 1
    left = {one.key.split("/")[1] for one in bucket(s3).objects.all()}
    assert left == {"inputs", "clips"}


def edit(at: Workspace, name: str) -> None:
    """Change one sentence of a report."""
    path = at.root / "feeds" / "test" / f"{name}.md"
    text = path.read_text("utf-8")
    assert "It was expected." in text
    path.write_text(text.replace("It was expected.", "Nobody expected it."), "utf-8")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what is spoken, rather than taken from a cache."""
    lines: list[str] = []
    say = Voice.say

    def told(self: Voice, words: list[str], *rest: Any) -> Any:
        lines.append(" ".join(words))
        return say(self, words, *rest)

    monkeypatch.setattr(Voice, "say", told)
    return lines


def test_an_edited_sentence_is_all_that_is_spoken(
    tmp_path: Path, store: Path, elsewhere: Path, spoken: list[str]
) -> None:
    """On a worker whose cache is empty: the other lines come from the store."""
    at = desk(tmp_path / "desk", ("ash",))
    away(at, store)
    assert len(spoken) > 5
    spoken.clear()
    shutil.rmtree(elsewhere)
    edit(at, "ash")
    assert not away(at, store, name="noon").failed
    assert spoken == ["Nobody expected it."]
    once = desk(tmp_path / "once", ("ash",))
    edit(once, "ash")
    run(once, None)
    assert {name for name in shelf(once) if name.endswith(".mp3")} <= shelf(at).keys()


def test_clips_that_are_there_cost_no_request(tmp_path: Path, store: Path) -> None:
    """A worker that has all lines neither asks for them nor puts them."""
    at = desk(tmp_path / "desk", ("ash",))
    away(at, store)
    [parcel] = (store / "clips").rglob("*.zip")
    parcel.write_bytes(b"no parcel")
    (at.root / "output" / "test" / "episodes" / "ash" / "episode.json").unlink()
    assert len(away(at, store, name="noon").built) == 1
    assert parcel.read_bytes() == b"no parcel"


def test_damaged_clips_are_spoken_anew(
    tmp_path: Path, store: Path, elsewhere: Path, spoken: list[str]
) -> None:
    """A parcel of them that is none costs time, and nothing else."""
    at = desk(tmp_path / "desk", ("ash",))
    away(at, store)
    first = list(spoken)
    shutil.rmtree(elsewhere)
    [parcel] = (store / "clips").rglob("*.zip")
    whole = parcel.read_bytes()
    parcel.write_bytes(whole[: len(whole) // 2])
    shutil.rmtree(at.root / "output")
    assert not away(at, store, name="noon").failed
    assert spoken == first * 2
    assert parcel.read_bytes() == whole


def test_a_parcel_writes_to_the_cache_alone(tmp_path: Path) -> None:
    """Whatever names its files have."""
    with ZipFile(tmp_path / "parcel", "w") as parcel:
        parcel.writestr("../../evil.clip", "x")
        parcel.writestr(f"{'a' * 64}.clip", "y")
    unpack_clips(tmp_path / "parcel", ClipCache(tmp_path / "deep" / "clips", weighed))
    assert files(tmp_path) == [f"deep/clips/aa/{'a' * 64}.clip", "parcel"]


def test_clips_that_cannot_be_put_lose_no_episode(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would only spare time."""
    put = Place.put

    def refuse(self: Place, file: Stored, *rest: Any) -> None:
        if file.path.startswith("clips/"):
            raise NetworkError("refused")
        put(self, file, *rest)

    monkeypatch.setattr(Place, "put", refuse)
    assert len(away(desk(tmp_path / "desk", ("ash",)), store).built) == 1
    assert not (store / "clips").exists()


def test_an_interrupted_run_leaves_nothing(tmp_path: Path, dask: Cluster, store: Path) -> None:
    """Not in the store, even of what workers were at, and no half episode on the shelf."""
    at = desk(tmp_path / "desk", NAMES)

    def stop(event: Event) -> None:
        if event.kind == "episode":
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        by_store(str(store), "morning", lambda _: None) as courier,
        cluster_crew(dask.address, courier) as crew,
    ):
        run(at, crew, stop)
    assert not (store / "runs" / "morning").exists()
    idle(dask)
    assert not [name for name in files(store) if name.startswith("runs/")]
    folders = list((at.shelf.root / "test" / "episodes").iterdir())
    assert 1 <= len(folders) < len(NAMES)
    assert all((folder / "episode.json").exists() for folder in folders)
    assert not list(at.shelf.root.glob("**/.stage-*"))


def idle(dask: Cluster) -> None:
    """Wait until no worker has anything to do."""
    from distributed import Client

    with Client(dask.address, set_as_default=False) as client:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            states = client.run(lambda dask_worker: len(dask_worker.state.executing))
            if not any(states.values()):
                return
            time.sleep(0.1)
    pytest.fail("the workers do not come to rest")


def test_a_worker_lets_go_what_nobody_waits_for(tmp_path: Path, store: Path) -> None:
    """Where the run is over before the episode is made, it is not put into the store."""
    at = desk(tmp_path / "desk", ("ash",))
    outcome = away(at, store, Here((store / "runs" / "morning" / "begun").unlink))
    assert "the run that asked is over" in told(outcome)
    assert not any(name.endswith(".mp3") for name in shelf(at))


def test_a_damaged_input_is_told(
    tmp_path: Path, store: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A voice that is another in the store is used by no worker."""
    spend_no_time(monkeypatch)
    at = desk(tmp_path / "desk", ("ash",))
    away(at, store)
    shutil.rmtree(elsewhere)
    for path in (store / "inputs").iterdir():
        path.write_bytes(path.read_bytes()[::-1])
    shutil.rmtree(at.root / "output")
    said = told(away(at, store, name="noon"))
    assert f"{store}/inputs/" in said
    assert "is damaged: its SHA-256 is not" in said
    assert not any(name.endswith(".mp3") for name in shelf(at))
    shutil.rmtree(store)
    assert not away(at, store, name="evening").failed


class Tampered(Here):
    """A worker whose release is changed on its way home."""

    def __init__(self, parcel: Path, change: Callable[[Path], None]) -> None:
        super().__init__()
        self.parcel, self.change = parcel, change

    def submit(self, *call: Any, **_: Any) -> Future[Any]:
        """Do a task at once, and change what came of it."""
        future = super().submit(*call)
        self.change(self.parcel)
        return future


def _garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("change", "expected"),
    [(_garble, "is damaged: its SHA-256 is not"), (Path.unlink, "is gone from the store")],
)
def test_a_damaged_release_is_told(
    tmp_path: Path,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    expected: str,
) -> None:
    """One bit of it, or all: it is not put on the shelf, and the others are."""
    spend_no_time(monkeypatch)
    at = desk(tmp_path / "desk", ("ash",))
    parcel = store / "runs" / "morning" / "test" / "ash.zip"
    said = told(away(at, store, Tampered(parcel, change)))
    assert f"{parcel}: {expected}" in said
    assert not any(name.endswith(".mp3") for name in shelf(at))
    assert not list(at.shelf.root.glob("**/.stage-*"))


def test_a_worker_with_another_recipe_is_refused(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not come by the store is another there: which is told, and nothing made."""
    at = desk(tmp_path / "desk", ("ash",))
    recipe = "audiobrief.pipeline.studio.RECIPE"
    outcome = away(at, store, Here(lambda: monkeypatch.setattr(recipe, "another")))
    assert "a worker has another recipe than the run that asks it" in told(outcome)


def test_errors_name_the_files_of_the_run(tmp_path: Path, store: Path) -> None:
    """A report that is spoilt since it was planned is told by the path that its author knows."""
    at = desk(tmp_path / "desk", ("ash", "elm"))
    path = at.root / "feeds" / "test" / "ash.md"

    def spoil(event: Event) -> None:
        if event.kind == "stale":
            path.write_text("---\ntitle: X\n---\n", "utf-8")

    outcome = away(at, store, notify=spoil)
    assert told(outcome).startswith(f"{path}:")
    assert [episode.slug for _, episode in outcome.built] == ["elm"]


def test_a_report_that_is_gone_is_told(tmp_path: Path, store: Path) -> None:
    """As a build without a store would."""
    at = desk(tmp_path / "desk", ("ash",))
    path = at.root / "feeds" / "test" / "ash.md"

    def remove(event: Event) -> None:
        if event.kind == "stale":
            path.unlink()

    said = told(away(at, store, notify=remove))
    assert said.startswith(f"{path}: cannot be read")


def test_a_worker_bounds_its_cache(
    tmp_path: Path, store: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was used least recently goes, as after a build."""
    old = elsewhere / "clips" / "aa" / "old.clip"
    old.parent.mkdir(parents=True)
    old.write_bytes(bytes(1000))
    os.utime(old, (0, 0))
    monkeypatch.setenv("AUDIOBRIEF_CACHE_SIZE", "10")
    monkeypatch.setattr(worker, "_PRUNE_EVERY", 1)
    away(desk(tmp_path / "desk", ("ash",)), store)
    assert not old.exists()


def test_a_worker_that_is_set_up_wrong_is_named(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of its own is told with its name where it has no other place."""
    at = desk(tmp_path / "desk", ("ash",))
    monkeypatch.setattr("platform.node", lambda: "worker-7")
    monkeypatch.setattr(worker, "Store", Absent)
    assert told(away(at, store)).startswith("worker-7: a s3:// store needs")


class Absent:
    """A store whose packages a worker lacks."""

    def __init__(self, url: str, run: str) -> None:
        del url, run
        raise UsageError("a s3:// store needs the package s3fs, which is not installed")


def test_leftovers_that_cannot_be_removed_are_told(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The episodes are on the shelf, and the run tells where it could not clear up."""

    def refuse(self: Place, folder: str) -> None:
        raise NetworkError("the store refuses", where=self.where(folder))

    monkeypatch.setattr(Place, "clear", refuse)
    said: list[Event] = []
    assert len(away(desk(tmp_path / "desk", ("ash",)), store, notify=said.append).built) == 1
    assert [event.error for event in said if event.kind == "warning"] == [
        f"{store}/runs/morning: the store refuses."
    ]


def test_a_store_that_fails_ends_the_show(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be sent is told once, and what was begun is waited for."""
    send = Store.send

    def fail(self: Store, sources: Any, *, lasting: bool) -> Any:
        if any("elm.md" in name for name in sources):
            raise NetworkError("the store fails")
        return send(self, sources, lasting=lasting)

    monkeypatch.setattr(Store, "send", fail)
    at = desk(tmp_path / "desk", ("ash", "elm"))
    with ThreadPoolExecutor(1) as pool:
        assert told(away(at, store, pool)) == "the store fails."
    assert not [name for name in files(store) if name.startswith("runs/")]


def refused(store: str) -> AudiobriefError:
    """Return why a store cannot be used."""
    with pytest.raises(AudiobriefError) as caught, by_store(store, "morning", lambda _: None):
        pass
    return caught.value


def test_a_store_that_cannot_be_reached_is_told(
    monkeypatch: pytest.MonkeyPatch, s3: S3Server
) -> None:
    """After some patience, by its address; no key is shown."""
    assert s3.url
    pauses = spend_no_time(monkeypatch)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    said = str(refused("s3://pod/desk"))
    assert said.startswith("s3://pod/desk/runs/morning/begun: the store fails (Could not connect")
    assert len(pauses) == 4
    assert "hush" not in said.lower()


def test_a_store_that_may_not_be_written_is_told(tmp_path: Path, s3: S3Server) -> None:
    """At once, with where to look."""
    assert s3.url
    for address in ("s3://elsewhere/desk", str(tmp_path / "file" / "desk")):
        (tmp_path / "file").write_bytes(b"")
        error = refused(address)
        assert error.where == f"{address}/runs/morning/begun"
        assert "the store " in error.what


def test_a_missing_driver_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command to type is in the message; kinds that are none are told with those there are."""
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert 'pip install "audiobrief[s3]"' in str(refused("s3://pod/desk"))
    assert "no store of the kind memory://" in str(refused("memory://desk"))


def test_a_store_wants_a_cluster(tmp_path: Path) -> None:
    """Alone it has nobody to serve."""
    done = build(desk(tmp_path, ("ash",)), "--store", "s3://pod/desk")
    assert done.exit_code == 2
    assert "a store is for the workers of a cluster" in done.output


def test_an_order_shows_no_password(tmp_path: Path) -> None:
    """Wherever it is logged."""
    shown: list[str] = []

    class Logging(Here):
        def submit(self, *call: Any, **_: Any) -> Future[Any]:
            shown.append(repr(call))
            return super().submit(*call)

    store = f"file://{tmp_path}/hush"
    assert len(away(desk(tmp_path / "desk", ("ash",)), store, Logging()).built) == 1
    assert "ash.md" in shown[0]
    assert "hush" not in shown[0]


def test_a_dry_run_needs_neither(tmp_path: Path) -> None:
    """Nobody is asked, for nothing is made."""
    at = desk(tmp_path, ("ash",))
    nowhere = ("--cluster", "tcp://127.0.0.1:9", "--store", "s3://nowhere/desk")
    assert "1 stale" in build(at, *nowhere, "--dry-run").output


def test_a_folder_is_the_same_from_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that is relative to where the run stands is sent whole."""
    monkeypatch.chdir(tmp_path)
    with by_store("here", "morning", lambda _: None) as courier:
        assert courier._store.url == str(tmp_path / "here")
    assert files(tmp_path) == []


def test_shared_clips_ask_once(tmp_path: Path) -> None:
    """However many lines a worker lacks."""
    asked: list[int] = []
    clips = SharedClips(ClipCache(tmp_path, weighed), lambda: asked.append(1))
    assert clips.get("a" * 64) is clips.get("b" * 64) is None
    assert asked == [1]
