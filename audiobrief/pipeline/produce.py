"""One cut made into one episode: its reports through every room in turn, then the shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from audiobrief.audio.opus import tag_opus
from audiobrief.audio.tags import Tags, write_tags
from audiobrief.files import staging, writing
from audiobrief.ingest.reports import read_report
from audiobrief.model import Episode, PublishedFile, Report, Script, Withdrawal
from audiobrief.pipeline.candidates import Candidate
from audiobrief.pipeline.corrections import correction_of, parts_of
from audiobrief.pipeline.editing import edit
from audiobrief.pipeline.events import Event
from audiobrief.pipeline.gate import admit_release
from audiobrief.pipeline.pictures import episode_cover
from audiobrief.pipeline.plan import REPORT
from audiobrief.pipeline.recording import Programme, Release, record
from audiobrief.pipeline.words import require_sure, unsure_words
from audiobrief.publishing import transcript
from audiobrief.publishing.chapters import chapter_marks, render_chapters
from audiobrief.publishing.feed import episode_guid
from audiobrief.publishing.player import Sound
from audiobrief.publishing.shelf import BESIDE, PAGE, publish_name
from audiobrief.publishing.soundbite import soundbite
from audiobrief.wording import load_wording

SUMMARY_LENGTH = 2000

TRANSCRIPTS = ("vtt", "srt", "json", "html", "txt")

_TAGGERS = {"mp3": write_tags, "opus": tag_opus}


def produce(candidate: Candidate, before: Episode | None, release: Release) -> Episode:
    """Make and shelve the episode of a cut; ``before`` is the release it replaces.

    Raises:
        AudiobriefError: nothing was published; what stood on the shelf still does.
    """
    studio, shelf = release.studio, release.shelf
    reports = [read_report(file.path) for file in candidate.told]
    edition = edit(candidate.cut, reports, studio.show, studio.reader)
    # Before a voice is loaded: a cover is drawn in as much memory as an episode is made in.
    cover = episode_cover(edition.report.title, before, studio, shelf)
    _check_words(edition.script, candidate.slug, release)
    shelf.root.mkdir(parents=True, exist_ok=True)
    with staging(shelf.root) as stage:
        programme = record(edition.script, release, candidate.slug, stage)
        files = _files(edition.report, programme, cover, release=release, stage=stage)
        episode = _record(
            candidate, edition.report, programme, files=files, before=before, release=release
        )
        pages = _pages(episode, edition.report, reports, programme, release)
        _admit(episode, pages, edition.script, programme, release=release, stage=stage)
        shelf.commit_episode(studio.show.slug, episode, stage, pages)
    return episode


def withdraw(candidate: Candidate, before: Episode, release: Release) -> Episode:
    """Take an episode off the air: its page says so, its record stays, its files go.

    The files are deleted once the feed no longer names them.

    Raises:
        OutputError: the disk refuses; the release stays on the shelf.
    """
    from audiobrief.publishing.pages import render_withdrawn

    show, shelf = release.studio.show, release.shelf
    at = before.withdrawn.at if before.withdrawn else _now(release)
    episode = replace(
        before,
        withdrawn=Withdrawal(at, candidate.withdrawn),
        files={},
        superseded=(),
        soundbite=None,
        inputs={**release.studio.inputs, REPORT: candidate.digest},
        origins=candidate.origins,
        pages=(),
    )
    with staging(shelf.root) as stage:
        shelf.commit_episode(show.slug, episode, stage, {PAGE: render_withdrawn(show, episode)})
    return episode


def _check_words(script: Script, slug: str, release: Release) -> None:
    """List the words that nobody has vouched for; where the run is strict, refuse them."""
    show, reader = release.studio.show, release.studio.reader
    narrator = release.studio.speaker.voices[show.voices.narrator]
    found = unsure_words(script, reader.lexicon, reader.locale, narrator.pronounce)
    if release.strict_words:
        require_sure(found, slug)
    if found:
        words = tuple(f"{one.word} [{one.phonemes}]" for one in found)
        release.notify(Event("unsure", show.slug, slug, words=words))


def _admit(
    episode: Episode,
    pages: Mapping[str, bytes],
    script: Script,
    programme: Programme,
    *,
    release: Release,
    stage: Path,
) -> None:
    """Let a staged release pass the gate, and tell what of it is doubtful."""
    show, shelf = release.studio.show, release.shelf
    known = programme.mastered.hearings
    warnings = admit_release(
        show, shelf, episode, stage=stage, pages=pages, script=script, known=known
    )
    for warning in warnings:
        release.notify(Event("warning", show.slug, episode.slug, error=str(warning)))


def _files(
    report: Report, programme: Programme, cover: bytes, *, release: Release, stage: Path
) -> dict[str, PublishedFile]:
    """Write every file of the release into ``stage``, named by content."""
    show, timeline, slug = release.studio.show, programme.timeline, report.slug
    about = transcript.About(
        title=report.title,
        language=show.language,
        speaker=load_wording(show.language).labels["narrator"],
        disclosure=show.disclosure.written,
    )
    texts = {role: transcript.render(role, timeline, about) for role in TRANSCRIPTS}
    texts["chapters"] = render_chapters(report.title, chapter_marks(timeline))
    if not release.studio.artwork:
        texts["cover"] = cover
    _tag(report, programme, release, cover)
    files = {role: publish_name(path, role, slug) for role, path in programme.sound.items()}
    for role, data in texts.items():
        path = stage / f"staged.{role}"
        with writing(path):
            path.write_bytes(data)
        files[role] = publish_name(path, role, slug)
    return files


def _tag(report: Report, programme: Programme, release: Release, cover: bytes) -> None:
    from audiobrief.publishing.artwork import thumbnail

    show, timeline = release.studio.show, programme.timeline
    tags = Tags(
        title=report.title,
        album=show.title,
        artist=show.author,
        published=report.published or release.now,
        language=show.language,
        comment=summary(report),
        disclosure=show.disclosure.written,
        lyrics=transcript.lyrics(timeline),
        cover=thumbnail(cover),
        chapters=chapter_marks(timeline),
        duration_ms=timeline.ms(timeline.samples),
    )
    for role, path in programme.sound.items():
        with writing(path):
            _TAGGERS[role](path, tags)


def _record(
    candidate: Candidate,
    report: Report,
    programme: Programme,
    *,
    files: dict[str, PublishedFile],
    before: Episode | None,
    release: Release,
) -> Episode:
    """Return the permanent record; the GUID and, for undated reports, the date are kept."""
    now = _now(release)
    published = report.published or (before.published if before else now)
    updated = before.updated if before else published
    corrections = before.corrections if before else ()
    if before and before.inputs.get(REPORT) != candidate.digest:
        correction = correction_of(before, report, now)
        if correction:
            corrections, updated = (*corrections, correction), now
    names = {file.name for file in files.values()}
    replaced = [file.name for file in before.files.values()] if before else []
    superseded = tuple(name for name in replaced if name not in names)
    timeline = programme.timeline
    return Episode(
        slug=candidate.slug,
        guid=before.guid if before else episode_guid(release.show_guid, candidate.slug),
        title=report.title,
        summary=summary(report),
        category=report.category,
        byline=report.byline,
        published=published,
        updated=updated,
        duration_ms=timeline.ms(timeline.samples),
        loudness=programme.mastered.loudness,
        files=files,
        chapters=chapter_marks(timeline),
        sources=report.sources,
        superseded=superseded or (before.superseded if before else ()),
        inputs={**release.studio.inputs, REPORT: candidate.digest},
        cut=candidate.cut,
        origins=candidate.origins,
        soundbite=soundbite(timeline),
        season=before.season if before else None,
        number=before.number if before else None,
        parts=parts_of(report),
        corrections=corrections,
        pages=() if release.studio.show.private else BESIDE,
    )


def _now(release: Release) -> datetime:
    return release.now.astimezone(UTC).replace(microsecond=0)


def summary(report: Report) -> str:
    """Return the report's summary, or the start of its first section."""
    if report.summary:
        return report.summary
    first = next((text for section in report.sections for text in section.paragraphs), "")
    return first if len(first) <= SUMMARY_LENGTH else first[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"


def _pages(
    episode: Episode,
    report: Report,
    reports: Sequence[Report],
    programme: Programme,
    release: Release,
) -> dict[str, bytes]:
    """Return the episode's pages; that of a shorter cut links to the reports in full."""
    from audiobrief.publishing.pages import render_pages

    show, shelf = release.studio.show, release.shelf
    in_full = [
        (one.slug, one.title)
        for one in reports
        if episode.cut != "full" and shelf.holds(show.slug, one.slug)
    ]
    makings = filter(None, (release.studio.makings.of(one.slug) for one in reports))
    evidence = [one for making in makings for one in making.evidence]
    sound = Sound(programme.timeline, programme.mastered.levels)
    return render_pages(show, episode, report, sound, in_full=in_full, evidence=evidence)
