"""Shows in other languages: nothing English is said or shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree, html

import tiny_voice
from audiobrief.cli import main
from audiobrief.narration.publishers import publisher
from audiobrief.pipeline.publish import publish_index
from audiobrief.publishing.shelf import Shelf
from audiobrief.wording import languages
from samples import load, write_workspace

ENGLISH = frozenset(
    (
        *("the", "and", "of", "this", "is", "with", "read", "by", "that", "are", "our", "your"),
        *("you", "for", "from", "to", "about", "here", "next", "now", "then", "thank", "what"),
        *("answer", "briefing", "briefings", "chapters", "content", "download", "explicit"),
        *("headline", "headlines", "intelligence", "knowledge", "latest", "listen", "listening"),
        *("narrator", "neural", "opening", "report", "reports", "sentiment", "show", "shows"),
        *("sources", "story", "stories", "subscribe", "transcript", "updated", "voice"),
    )
)
"""English words that none of these languages has, but French for two of them."""

SHOW = """\
title = "{title}"
description = "{title}: {summary}"
author = "{title}"
email = "radio@example.org"
url = "https://podcast.example.org/test/"
language = "{language}"

[reports]
files = ["test/*"]
quiz = true
cuts = ["full", "flash", "bulletin"]

[audio]
opus = 0

[music]
intro.file = "none"
bed.file = "none"
outro.file = "none"

[voices]
narrator = "{language}_XX-hum-tiny"
"""
REPORT = """\
---
title: "{headline}"
category: "{sector}"
date: 2026-01-12
byline: "{byline}"
summary: "{summary}"
sentiment:
  sector: "{sector}"
  tone: "{tone}"
sources:
  - title: "{headline}"
    url: https://www.bbc.com/1
  - title: "{headline}"
methodology: "{summary}"
quiz:
  - question: "{question}"
    choices: ["{tone}", "{sector}"]
    answer: "{tone}"
    explanation: "{summary}"
---
## {first}

{body}

## {second}

- {sector}
- {tone}
"""
TEXTS = {
    "es": {
        "title": "Radio Puerto",
        "headline": "Suben un 3 % las tasas del canal de Maravel",
        "byline": "Por Ana Ejemplo (editora)",
        "summary": "La autoridad del canal sube sus tasas.",
        "sector": "Comercio",
        "tone": "Bajista",
        "question": "¿Cuánto suben?",
        "first": "Informe de situación",
        "second": "Astilleros",
        "body": "La autoridad subió las tasas un 3 % (véase la página 2) y recaudó 4200 millones.",
    },
    "de": {
        "title": "Radio Hafen",
        "headline": "Kanalgebühren in Maravel steigen um 3 %",
        "byline": "Von Anna Beispiel (Redaktion)",
        "summary": "Die Kanalbehörde erhöht ihre Gebühren.",
        "sector": "Handel",
        "tone": "Verhalten",
        "question": "Wie viel mehr?",
        "first": "Lage",
        "second": "Werften",
        "body": "Die Behörde erhöhte die Gebühren um 3 % (siehe Seite 2) und nahm 4,2 Mrd. ein.",
    },
    "fr": {
        "title": "Radio Port",
        "headline": "Les péages du canal de Maravel augmentent de 3 %",
        "byline": "Par Anne Exemple (rédaction)",
        "summary": "L’autorité du canal relève ses péages.",
        "sector": "Commerce",
        "tone": "Baissière",
        "question": "De combien ?",
        "first": "Point de situation",
        "second": "Chantiers",
        "body": "L’autorité a relevé ses péages de 3 % (voir page 2) et perçu 4,2 milliards.",
    },
    "pt": {
        "title": "Rádio Porto",
        "headline": "Sobem 3 % as tarifas do canal de Maravel",
        "byline": "Por Ana Exemplo (editora)",
        "summary": "A autoridade do canal sobe as tarifas.",
        "sector": "Comércio",
        "tone": "Pessimista",
        "question": "Quanto sobem?",
        "first": "Situação atual",
        "second": "Estaleiros",
        "body": "A autoridade subiu as tarifas 3 % (ver página 2) e recebeu 4,2 milhões de euros.",
    },
    "it": {
        "title": "Radio Porto",
        "headline": "Salgono del 3 % i pedaggi del canale di Maravel",
        "byline": "Di Anna Esempio (redazione)",
        "summary": "L’autorità del canale alza i pedaggi.",
        "sector": "Commercio",
        "tone": "Ribassista",
        "question": "Di quanto?",
        "first": "Quadro della situazione",
        "second": "Cantieri",
        "body": "L’autorità ha alzato i pedaggi del 3 % (vedi pagina 2) e incassa 4,2 miliardi.",
    },
}
BORROWED = {"fr": {"sources", "content"}}


def desk(root: Path, language: str) -> Path:
    """Write a workspace whose one show speaks ``language``."""
    texts = {**TEXTS[language], "language": language}
    tiny_voice.write_voice(root / "voices", f"{texts['language']}_XX-hum-tiny")
    return write_workspace(root, SHOW.format(**texts), canal=REPORT.format(**texts))


def run(*arguments: str) -> Any:
    """Run ``audiobrief``."""
    return CliRunner().invoke(main, list(arguments))


def english(text: str, language: str) -> set[str]:
    """Return the English words of a text, addresses aside."""
    bare = re.sub(r"https?://\S+|\S+\.(?:html|mp3|xml)\b", " ", text)
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", bare)}
    return words & (ENGLISH - BORROWED.get(language, set()))


def shown(page: str) -> Iterator[str]:
    """Yield every text of a page that a reader sees, or hears read out."""
    root: Any = html.fromstring(page.encode())
    for node in root.xpath("//script | //style"):
        node.getparent().remove(node)
    yield from root.xpath("//text()")
    yield from root.xpath("//@aria-label | //@label | //@alt | //@title")
    yield from root.xpath("//meta[@property or @name='description']/@content")


def published(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text on a shelf, by the name of its file."""
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.suffix == ".html":
            yield name, "\n".join(shown(path.read_text("utf-8")))
        elif path.suffix in {".txt", ".srt"}:
            yield name, path.read_text("utf-8")
        elif path.suffix == ".vtt":
            yield name, re.sub("WEBVTT|NOTE", "", path.read_text("utf-8"))
        elif path.suffix == ".xml":
            feed: Any = etree.parse(path)
            yield name, "\n".join(feed.xpath("//item/*[not(self::guid)]//text()"))
        elif path.suffix == ".json" and "segments" in path.read_text("utf-8"):
            segments = json.loads(path.read_text("utf-8"))["segments"]
            yield name, "\n".join(f"{one['speaker']}: {one['body']}" for one in segments)


def test_every_language_has_a_report() -> None:
    """A language that is added is tested here."""
    assert {"en", *TEXTS} == set(languages())


@pytest.mark.parametrize("cut", ["full", "flash", "bulletin"])
@pytest.mark.parametrize("language", TEXTS)
def test_no_english_is_said(tmp_path: Path, language: str, cut: str) -> None:
    """Every word of a script is the report's own or of the show's language."""
    root = desk(tmp_path, language)
    report = str(root / "feeds" / "test" / "canal.md")
    told = run("script", report, "--workspace", str(root), "--cut", cut)
    assert told.exit_code == 0, told.output
    assert english(told.output, language) == set()
    assert not re.search(r"\d", re.sub(r"(?m)^( {4}\||#).*", "", told.output))


@pytest.mark.parametrize("language", ["es", "de"])
def test_no_english_is_published(tmp_path: Path, language: str) -> None:
    """Nor is a word of pages, transcripts, captions and feed."""
    root = desk(tmp_path, language)
    built = run("build", "--workspace", str(root), "--quiet")
    assert built.exit_code == 0, built.output
    texts = dict(published(root / "output"))
    kinds = {name.rpartition(".")[2] for name in texts}
    assert kinds == {"html", "txt", "srt", "vtt", "xml", "json"}
    assert [name for name, text in texts.items() if english(text, language)] == []
    pages = [path.read_text("utf-8") for path in root.glob("output/**/index.html")]
    assert all(f'<html lang="{language}">' in page for page in pages)


@pytest.mark.parametrize(
    ("language", "url", "name"),
    [
        ("en", "https://www.bbc.com/1", "the BBC"),
        ("es", "https://www.bbc.com/1", "la BBC"),
        ("de-AT", "https://www.nytimes.com/1", "New York Times"),
        ("fr", "https://news.un.org/1", "l’Organisation des Nations unies"),
        ("it", "https://www.faro-di-maravel.example/1", "Faro Di Maravel"),
    ],
)
def test_publishers_have_no_english_article(language: str, url: str, name: str) -> None:
    """A name that a language has of its own comes first; of others "the" is left out."""
    assert publisher(url, language) == name


@pytest.mark.parametrize(
    ("spoken", "listed"), [(["es", "es-MX"], "es"), (["es", "de"], "en"), (["de-AT"], "de")]
)
def test_the_index_is_in_the_language_of_its_shows(
    tmp_path: Path, spoken: list[str], listed: str
) -> None:
    """Shows of several languages are listed in English."""
    shows = [load(tmp_path, SHOW.format(**TEXTS["es"], language=tag)) for tag in spoken]
    publish_index(shows, Shelf(tmp_path))
    assert f'<html lang="{listed}">' in (tmp_path / "index.html").read_text("utf-8")


def test_disclosure_is_in_the_shows_language(tmp_path: Path) -> None:
    """Both sentences, unless the show file words one of them."""
    spoken = load(tmp_path, SHOW.format(**TEXTS["de"], language="de-AT")).disclosure
    assert spoken.spoken == "Diese Ausgabe liest eine synthetische Stimme."
    assert spoken.written.startswith("KI-Hinweis: ")
    own = '[disclosure]\nspoken = "Hier spricht ein Automat."\n'
    worded = load(tmp_path, SHOW.format(**TEXTS["de"], language="de") + own).disclosure
    assert worded.spoken == "Hier spricht ein Automat."
    assert worded.written == spoken.written


def test_a_language_without_words_is_a_fault_of_the_show(tmp_path: Path) -> None:
    """Build and script name the line, the file to write, and the languages there are."""
    root = desk(tmp_path, "de")
    show = root / "feeds" / "test.toml"
    show.write_text(show.read_text("utf-8").replace('"de"', '"tlh"'))
    report = str(root / "feeds" / "test" / "canal.md")
    for command in (["build"], ["script", report]):
        failed = run(*command, "--workspace", str(root))
        assert failed.exit_code == 2
        assert "test.toml:6: language: " in failed.output
        assert "audiobrief/wording/tlh.toml" in failed.output
        assert "de, en, es, fr, it, pt" in failed.output


def test_a_voice_without_tables_says_nothing(tmp_path: Path) -> None:
    """A figure read by another language's rules would be wrong: the table to write is named."""
    root = desk(tmp_path, "de")
    tiny_voice.write_voice(root / "voices", "tlh_KX-hum-tiny")
    said = ["say", "3 %", "-o", str(tmp_path / "a.mp3"), "--voice", "tlh_KX-hum-tiny"]
    failed = run(*said, "--workspace", str(root))
    assert failed.exit_code == 2
    assert "narration/data/tlh/words.toml" in failed.output
    assert "de, en, es, fr, it, pt" in failed.output


def test_a_voice_of_another_language_is_refused(tmp_path: Path) -> None:
    """An English voice would read Spanish by English sounds: nothing is built, and it is told."""
    root = desk(tmp_path, "es")
    path = root / "feeds" / "test.toml"
    path.write_text(path.read_text("utf-8").replace("es_XX", "en_US"), encoding="utf-8")
    failed = run("build", "--workspace", str(root))
    assert failed.exit_code == 1
    assert "speaks 'en', and the show is in 'es'" in failed.output
    assert "--language es" in failed.output
    assert not list((root / "output").rglob("*.mp3"))
