"""The pages as a reader has them, in Chromium: they play, follow, ask, and stay out of the way.

It skips where Chromium is not installed.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect

from audiobrief.ingest.reports import read_report
from audiobrief.model import Report, Section, Source, Timeline
from audiobrief.publishing.pages import render_pages, render_show
from audiobrief.publishing.player import Sound
from audiobrief.publishing.shelf import Shelf
from chromium import DESKTOP, PHONE, chromium, visiting, window
from publishing_samples import HOSTILE, show
from publishing_samples import timeline as words_of
from shelf_server import serving

EPISODE = "test/episodes/tolls/"


@dataclass(frozen=True, slots=True)
class Site:
    """A served shelf: its address, the workspace, and the episode's words with their seconds."""

    address: str
    desk: Path
    words: tuple[tuple[float, str], ...]

    @property
    def episode(self) -> str:
        """The address of the briefing."""
        return self.address + EPISODE

    @property
    def folder(self) -> Path:
        """The folder of the briefing."""
        return self.desk / "output" / EPISODE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the one browser of these tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a built workspace as `audiobrief serve` does."""
    desk = tmp_path_factory.mktemp("site") / "desk"
    shutil.copytree(built_once, desk)
    with serving(desk) as address:
        yield Site(address, desk, tuple(_words(desk)))


def _words(desk: Path) -> Iterator[tuple[float, str]]:
    (record,) = Shelf(desk / "output").episodes("test")
    transcript = desk / "output" / EPISODE / record.files["json"].name
    for segment in json.loads(transcript.read_text("utf-8"))["segments"]:
        for word in segment["words"]:
            yield from ((word["startTime"], part) for part in word["body"].split())


def now(page: Page) -> float:
    """Return where the audio is, in seconds."""
    at: float = page.evaluate("document.querySelector('audio').currentTime")
    return at


def wait_past(page: Page, seconds: float) -> None:
    """Wait until the audio has come by itself to ``seconds``."""
    page.wait_for_function("at => document.querySelector('audio').currentTime > at", arg=seconds)


def paused(page: Page) -> bool:
    """Return whether the audio stands."""
    stands: bool = page.evaluate("document.querySelector('audio').paused")
    return stands


@pytest.mark.parametrize("place", ["served", "file"])
def test_a_briefing_plays(browser: Browser, site: Site, place: str) -> None:
    """The button starts the sound and stops it; from a disk as from a server, from here alone."""
    home = site.address if place == "served" else (site.desk / "output").as_uri()
    page_address = site.episode if place == "served" else (site.folder / "index.html").as_uri()
    with visiting(browser, page_address) as visit:
        page = visit.page
        expect(page.locator("audio")).to_be_hidden()
        page.get_by_role("button", name="Play", exact=True).click()
        wait_past(page, 0.5)
        expect(page.locator(".times .now")).to_have_text("0:01")
        page.get_by_role("button", name="Pause").click()
        assert paused(page)
        assert [one for one in visit.requests if not one.startswith((home, "data:"))] == []


def test_the_spoken_word_is_marked_in_time(browser: Browser, site: Site) -> None:
    """While it plays, each word is marked within 0.15 s of when it is said; words are all there."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        first = site.words[0][0]
        page.evaluate("at => player.seek(at)", max(first - 0.3, 0))
        page.get_by_role("button", name="Play", exact=True).click()
        seen = page.evaluate(
            """until => new Promise((done) => {
              const seen = [];
              const words = [...document.querySelectorAll(".word")];
              const look = () => {
                const at = document.querySelector("audio").currentTime;
                const spoken = document.querySelectorAll(".word.spoken");
                seen.push([at, spoken.length ? words.indexOf(spoken[0]) : -1, spoken.length]);
                if (at < until) requestAnimationFrame(look); else done(seen);
              };
              look();
            })""",
            first + 3.5,
        )
        shown = page.locator(".word").all_text_contents()
    assert shown == [word for _, word in site.words]
    marked = {index for _, index, _ in seen if index >= 0}
    assert len(marked) > 3
    assert all(count <= 1 for _, _, count in seen)
    starts = [at for at, _ in site.words]
    late = [(at, index) for at, index, _ in seen if index >= 0 and starts[index] > at + 0.15]
    early = [
        (at, index)
        for at, index, _ in seen
        if 0 <= index < len(starts) - 1 and starts[index + 1] < at - 0.15
    ]
    assert (late, early) == ([], [])
    whole = sum(first <= at for at, _, _ in seen)
    assert sum(index >= 0 for _, index, _ in seen) > whole * 0.5


def test_a_click_on_a_word_goes_there(browser: Browser, site: Site) -> None:
    """The sound goes on from the word, and the word is marked."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        index = len(site.words) // 2
        word = page.locator(".word").nth(index)
        word.click()
        wait_past(page, site.words[index][0])
        assert now(page) < site.words[index][0] + 3
        page.evaluate("player.audio.pause()")
        page.evaluate("at => player.seek(at)", site.words[index][0])
        expect(word).to_have_class("word spoken")
        expect(page.locator(".line[aria-current]")).to_have_count(1)
        line = page.locator(".line[aria-current]").bounding_box()
        panel = page.locator(".scroll").bounding_box()
        assert line
        assert panel
        assert panel["y"] <= line["y"] <= panel["y"] + panel["height"]


def test_reading_elsewhere_is_not_disturbed(browser: Browser, site: Site) -> None:
    """A reader who scrolls is left alone until they ask to be taken back."""
    with visiting(browser, site.episode, viewport=PHONE) as visit:
        page = visit.page
        page.locator(".word").nth(3).click()
        panel = page.locator(".scroll")
        panel.hover()
        page.mouse.wheel(0, 4000)
        back = page.get_by_role("button", name="Back to the spoken words")
        expect(back).to_be_visible()
        page.wait_for_function("() => document.querySelector('.scroll').scrollTop > 50")
        page.evaluate("at => player.seek(at)", site.words[8][0])
        page.wait_for_timeout(300)
        assert panel.evaluate("one => one.scrollTop") > 50
        back.click()
        expect(back).to_be_hidden()


def test_chapters_and_headings_are_heard_from(browser: Browser, site: Site) -> None:
    """A chapter's link plays from its start and is marked as the present one."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        chapter = page.locator(".chapters a").nth(2)
        start = int(chapter.get_attribute("data-start") or "") / 1000
        chapter.click()
        wait_past(page, start)
        expect(chapter).to_have_attribute("aria-current", "true")
        heading = page.locator("h2 .hear").first
        heading.click()
        wait_past(page, int(heading.get_attribute("data-start") or "") / 1000)


def test_keys_work_where_no_control_wants_them(browser: Browser, site: Site) -> None:
    """Space, k, j, l, arrows, < >, m and ? do what the list of shortcuts says."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        page.keyboard.press("k")
        wait_past(page, 0.1)
        page.keyboard.press(" ")
        assert paused(page)
        page.evaluate("player.seek(20)")
        for key, at in (("j", 5), ("ArrowLeft", 0), ("l", 30), ("ArrowRight", 60)):
            page.keyboard.press(key)
            assert now(page) == at
        for key, rate in ((">", 1.25), (">", 1.5), ("<", 1.25)):
            page.keyboard.press(key)
            assert page.evaluate("player.audio.playbackRate") == rate
        page.keyboard.press("m")
        mute = page.get_by_role("button", name="Mute")
        expect(mute).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("?")
        shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(shortcuts).to_be_visible()
        page.keyboard.press("k")
        assert paused(page)
        page.keyboard.press("Escape")
        expect(shortcuts).to_be_hidden()


def test_a_focused_control_keeps_its_keys(browser: Browser, site: Site) -> None:
    """Space presses the button that has the focus; typing and choosing are no shortcuts."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        page.get_by_role("button", name="Mute").focus()
        page.keyboard.press(" ")
        assert page.evaluate("player.audio.muted")
        assert paused(page)
        page.get_by_label("RSS address").focus()
        for key in ("k", "m", "?", " "):
            page.keyboard.press(key)
        assert page.evaluate("[player.audio.muted, player.audio.paused]") == [True, True]
        page.get_by_label("Speed").focus()
        page.keyboard.press("ArrowDown")
        assert page.evaluate("player.audio.playbackRate") == 1.25
        slider = page.get_by_role("slider", name="Position")
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert now(page) == 1
        expect(slider).to_have_attribute("aria-valuetext", f"0:01 of {_length(page)}")
        page.keyboard.press("Control+m")
        assert page.evaluate("player.audio.muted")


def _length(page: Page) -> str:
    return page.locator(".times span").last.inner_text()


def test_speed_and_position_are_set(browser: Browser, site: Site) -> None:
    """At double speed the sound takes half the time; the waveform is a slider."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        page.get_by_label("Speed").select_option("2×")
        assert page.evaluate("player.audio.playbackRate") == 2
        page.get_by_role("slider", name="Position").fill("5")
        assert now(page) == 5
        heard = float(page.locator("#heard rect").get_attribute("width") or "")
        assert heard == pytest.approx(480 * 5 / page.evaluate("player.audio.duration"), abs=0.5)
        page.get_by_role("button", name="Back 15 seconds").click()
        assert now(page) == 0


def test_a_moment_is_shared_by_its_address(browser: Browser, site: Site) -> None:
    """The link that is copied opens the page where the other was."""
    permissions = ["clipboard-read", "clipboard-write"]
    with visiting(browser, site.episode, permissions=permissions) as visit:
        page = visit.page
        page.evaluate("player.seek(6.4)")
        page.get_by_role("button", name="Copy a link to this moment").click()
        expect(page.get_by_text("Copied: 0:06")).to_be_visible()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == f"{site.episode}#t=6"
        page.get_by_role("button", name="Copy", exact=True).first.click()
        expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
        feed = "https://podcast.example.org/test/feed.xml"
        assert page.evaluate("navigator.clipboard.readText()") == feed
    with visiting(browser, link) as visit:
        page = visit.page
        page.wait_for_function("() => document.querySelector('audio').currentTime === 6")
        expect(page.locator(".line[aria-current]")).to_have_count(1)
        assert paused(page)
    with visiting(browser, f"{site.episode}#t=javascript:1") as visit:
        assert now(visit.page) == 0


def test_a_link_that_cannot_be_copied_is_shown(browser: Browser, site: Site) -> None:
    """Where the browser refuses its clipboard, the link can be copied by hand."""
    with window(browser) as context:
        page = context.new_page()
        page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
        page.goto(site.episode)
        page.get_by_role("button", name="Copy a link to this moment").click()
        expect(page.locator(".told")).to_have_text(f"To be copied by hand: {site.episode}#t=0")
        page.get_by_role("button", name="Copy", exact=True).first.click()
        expect(page.get_by_label("RSS address")).to_be_focused()


def test_the_quiz_is_taken(browser: Browser, site: Site) -> None:
    """A wrong choice is told, with the right one and why; the score comes, and another try."""
    with visiting(browser, site.episode) as visit:
        page = visit.page
        quiz = page.locator(".quiz")
        again = quiz.get_by_role("button", name="Try again")
        expect(again).to_be_hidden()
        quiz.get_by_role("button", name="Two percent").click()
        expect(quiz.get_by_text("Wrong. The answer: Three percent")).to_be_visible()
        expect(quiz.get_by_text("The authority said so.")).to_be_visible()
        expect(quiz.get_by_text("0 of 1 right")).to_be_visible()
        quiz.get_by_role("button", name="Three percent").click(force=True)
        expect(quiz.get_by_text("0 of 1 right")).to_be_visible()
        again.click()
        expect(quiz.get_by_role("button", name="Two percent")).to_be_focused()
        quiz.get_by_role("button", name="Three percent").click()
        expect(quiz.get_by_text("1 of 1 right")).to_be_visible()
        expect(quiz.locator(".verdict")).to_have_text("Right")


def test_all_is_there_without_javascript(browser: Browser, site: Site) -> None:
    """The browser's own player, the transcript, chapters as links, and the quiz's answer."""
    with visiting(browser, site.episode, java_script_enabled=False) as visit:
        page = visit.page
        expect(page.locator("audio[controls]")).to_be_visible()
        expect(page.locator(".controls")).to_be_hidden()
        expect(page.get_by_role("button", name="Copy", exact=True)).to_have_count(0)
        expect(page.locator(".line").first).to_be_visible()
        expect(page.locator(".quiz .answer")).to_be_hidden()
        page.get_by_text("Show the answer").click()
        expect(page.locator(".quiz .answer")).to_be_visible()
        chapter = page.locator(".chapters a").nth(1).get_attribute("href") or ""
        assert ".mp3#t=" in chapter


PAGES = ("", "test/", EPISODE, f"{EPISODE}embed.html")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nothing_runs_over(browser: Browser, site: Site, path: str, size: str) -> None:
    """No page scrolls sideways, and no target of a finger is narrower than WCAG 2.2 asks."""
    viewport = PHONE if size == "phone" else DESKTOP
    with visiting(browser, site.address + path, viewport=viewport) as visit:
        width, shown = visit.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= shown
        small = visit.page.evaluate(
            """() => [...document.querySelectorAll("button, select, .button, .tools *")]
              .map((one) => [one.className, one.getBoundingClientRect()])
              .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
              .map(([name]) => String(name.baseVal ?? name))
              .filter((name) => !/icon|stroke|^$/.test(name))"""
        )
        assert small == []


CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
      if (colour[3] > 0) return null;
    }
    return [255, 255, 255];
  };
  const failed = [];
  let seen = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const on = ground(node);
    const pair = on && [light(parse(style.color)), light(on)].sort();
    const ratio = pair ? (pair[1] + 0.05) / (pair[0] + 0.05) : 0;
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    seen += 1;
    if (ratio < (large ? 3 : 4.5)) failed.push([ratio, texts.currentNode.data.trim()]);
  }
  return [seen, failed];
}"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(browser: Browser, site: Site, path: str, scheme: str) -> None:
    """All text that is seen has the contrast of WCAG AA on what lies under it."""
    with visiting(browser, site.address + path, color_scheme=scheme) as visit:
        page = visit.page
        if path == EPISODE:
            page.evaluate("at => player.seek(at)", site.words[9][0])
            expect(page.locator(".word.spoken")).to_have_count(1)
            page.locator(".quiz ul button").first.click()
        seen, failed = page.evaluate(CONTRAST)
        assert seen > 3
        assert failed == []


@pytest.mark.parametrize("path", PAGES)
def test_every_control_has_a_name(browser: Browser, site: Site, path: str) -> None:
    """Whatever a screen reader can act on says what it is, and there is one main and one h1."""
    acted_on = {"button", "link", "textbox", "slider", "combobox", "DisclosureTriangle", "dialog"}
    with visiting(browser, site.address + path) as visit:
        page = visit.page
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        found = [node for node in tree if not node["ignored"] and _role(node) in acted_on]
        assert [node for node in found if not node.get("name", {}).get("value")] == []
        roles = [_role(node) for node in tree if not node["ignored"]]
        assert roles.count("main") == 1
        assert page.locator("h1").count() == 1
        levels = [int(one[1]) for one in page.locator("h1, h2, h3").evaluate_all(TAGS)]
        assert all(after - before <= 1 for before, after in pairwise(levels))


TAGS = "nodes => nodes.filter((one) => one.checkVisibility()).map((one) => one.tagName)"


def _role(node: dict[str, Any]) -> str:
    role: str = node.get("role", {}).get("value", "")
    return role


@pytest.mark.parametrize("path", PAGES)
def test_the_focus_is_seen(browser: Browser, site: Site, path: str) -> None:
    """Whoever walks through a page by Tab sees where they are, all the way and out again."""
    with visiting(browser, site.address + path) as visit:
        page = visit.page
        reached = 0
        for _ in range(80):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => {
                  const one = document.activeElement;
                  if (one === document.body) return null;
                  return [one, one.parentElement].some((node) => {
                    const { outlineStyle, outlineWidth } = getComputedStyle(node);
                    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
                  });
                }"""
            )
            if seen is None:
                break
            reached += 1
            assert seen, page.evaluate("document.activeElement.outerHTML")
        assert 0 < reached < 80


def test_nothing_moves_for_those_who_ask(browser: Browser, site: Site) -> None:
    """With reduced motion asked for, no scrolling is smooth and nothing changes gradually."""
    with visiting(browser, site.episode, reduced_motion="reduce") as visit:
        moving = visit.page.evaluate(
            """() => [...document.querySelectorAll("html, body, body *")]
              .filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one))
              .filter((style) => style.scrollBehavior === "smooth" ||
                parseFloat(style.transitionDuration) > 0 || style.animationName !== "none")
              .length"""
        )
        assert moving == 0


ELSEWHERE = '<!doctype html><title>Another site</title><link rel="icon" href="data:,">'


@pytest.fixture
def elsewhere(site: Site, tmp_path: Path) -> Iterator[str]:
    """Serve, from another origin, a page that frames ours, and yield its address."""
    for name in ("embed.html", "index.html"):
        frame = f'<iframe src="{site.episode}{name}" width="640" height="220"></iframe>'
        (tmp_path / name).write_text(f"{ELSEWHERE}{frame}", "utf-8")
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_player_works_in_a_frame_of_another_site(
    browser: Browser, site: Site, elsewhere: str
) -> None:
    """It plays there, and all of it fits into the size that oEmbed gives."""
    oembed = json.loads((site.folder / "oembed.json").read_text("utf-8"))
    with visiting(browser, f"{elsewhere}embed.html") as visit:
        page = visit.page
        frame = page.frames[1]
        frame.get_by_role("button", name="Play", exact=True).click()
        frame.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
        expect(frame.get_by_role("link", name="Canal tolls rise by 3%")).to_be_visible()
        height = frame.evaluate("document.documentElement.scrollHeight")
        assert height <= oembed["height"]
        frame.evaluate("player.audio.pause()")


def test_other_pages_are_in_no_frame(browser: Browser, elsewhere: str) -> None:
    """The browser refuses the briefing's own page to another site."""
    with window(browser) as context:
        page = context.new_page()
        with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
            page.goto(f"{elsewhere}index.html")
        page.frames[1].wait_for_url(lambda address: address.startswith("chrome-error:"))


def test_hostile_text_breaks_nothing(browser: Browser, site: Site, tmp_path: Path) -> None:
    """Markup, quotes, arrows, emoji and other scripts are shown; the player works beside them."""
    (record,) = Shelf(site.desk / "output").episodes("test")
    evil = f"</script><script>document.title = 'broken'</script>{HOSTILE}\u2028" + "W" * 300
    report = replace(
        read_report(site.desk / "feeds" / "test" / "tolls.md"),
        title=evil,
        summary=evil,
        byline=evil,
        category=evil,
        sections=(Section(evil, (evil, "\u202e" + evil)),),
        sources=(Source(evil, "https://example.org/" + "a" * 500),),
        methodology=evil,
    )
    bad = show(title=evil, author=evil, description=evil, copyright=evil)
    episode = replace(record, title=evil, summary=evil, byline=evil, category=evil)
    sound = Sound(words_of([(evil, [evil, "plain words"])]))
    folder = tmp_path / "episodes" / "tolls"
    shutil.copytree(site.folder, folder)
    for name, data in render_pages(bad, episode, report, sound).items():
        (folder / name).write_bytes(data)
    cover = next((site.desk / "output" / "test").glob("thumbnail-*.jpg"))
    shutil.copy(cover, tmp_path)
    (tmp_path / "index.html").write_bytes(render_show(bad, [episode], cover.name))
    for path in (folder / "index.html", folder / "embed.html", tmp_path / "index.html"):
        with visiting(browser, path.as_uri(), viewport=PHONE) as visit:
            page = visit.page
            assert page.evaluate("document.title") != "broken"
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            assert page.locator("h1").first.text_content()
            for text in page.locator("script[type='application/ld+json']").all_text_contents():
                assert json.loads(text)["name"] == evil
            if path.parent == folder:
                page.get_by_role("button", name="Play", exact=True).click()
                wait_past(page, 0.1)
                page.evaluate("player.audio.pause()")


def test_an_adopted_episode_has_its_player(browser: Browser, site: Site, tmp_path: Path) -> None:
    """Without words, chapters or levels the player plays, and nothing is told of AI."""
    (record,) = Shelf(site.desk / "output").episodes("test")
    files = {"mp3": record.files["mp3"]}
    episode = replace(record, cut="adopted", files=files, chapters=(), soundbite=None)
    folder = tmp_path / "episode"
    shutil.copytree(site.folder, folder)
    report = Report("tolls", "Tolls", sections=(Section("", ("Notes.",)),))
    sound = Sound(Timeline(1000, record.duration_ms, ()))
    for name, data in render_pages(show(), episode, report, sound).items():
        (folder / name).write_bytes(data)
    with visiting(browser, (folder / "index.html").as_uri()) as visit:
        page = visit.page
        expect(page.get_by_text("AI neural voice")).to_have_count(0)
        page.keyboard.press("k")
        wait_past(page, 0.3)
        assert page.locator(".scroll").count() == 0
