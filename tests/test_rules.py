"""The rules' tables: every example of every rule, in every language and region."""

from __future__ import annotations

import pytest

from audiobrief.errors import ConfigError
from audiobrief.narration.reading.language import load_language
from audiobrief.narration.reading.rules import Rule, _starts
from audiobrief.narration.speakable import open_reader

LOCALES = ("en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "pt-PT", "pt-BR", "it-IT")
FIRST = ("en-US", "es-ES", "fr-FR", "de-DE", "pt-PT", "it-IT")
RULES = [
    (locale, rule)
    for locale in LOCALES
    for rule in load_language(locale).rules
    if locale in FIRST or rule.locale
]
EXAMPLES = [
    (locale, rule, written, said) for locale, rule in RULES for written, said in rule.examples
]


@pytest.mark.parametrize(
    ("locale", "rule", "written", "said"),
    EXAMPLES,
    ids=[f"{locale}: {rule.name}: {written}" for locale, rule, written, _ in EXAMPLES],
)
def test_example(locale: str, rule: Rule, written: str, said: str) -> None:
    """An example is said as its rule says."""
    assert open_reader(locale).said(written) == said, rule.name


@pytest.mark.untraced
@pytest.mark.parametrize(("locale", "rule"), RULES, ids=lambda part: getattr(part, "name", part))
def test_every_rule_speaks(locale: str, rule: Rule) -> None:
    """Each rule fires in one of its examples, at the first reading or at the second."""
    reader = open_reader(locale)
    texts = [written for written, _ in rule.examples]
    texts += [" ".join(word.spoken for word in reader._read(text, phonemes=True)) for text in texts]
    assert rule.name in {fired for text in texts for _, _, fired in reader.explain(text)}


def test_a_language_without_tables_is_told() -> None:
    """The message names the table to write."""
    with pytest.raises(ConfigError, match=r"data/xx/words\.toml"):
        load_language("xx-XX")


@pytest.mark.parametrize(
    ("write", "starts"),
    [
        ("noon[-–]{h:hour}", "n"),
        (r"\.{digits}", "."),
        ("FY ?{recent}", "F"),
        ("[1-35]K", "1235"),
        ("[-−–]{digits}", "-−–"),
        ("H{half}|{k:half}H", "H12"),
        (r"(?<=\d )(?:am|pm)|o'clock", ""),
        ("(?<=[A-Z])x(?:a|b)|[^y]z", ""),
        ("a?b", ""),
        ("a{2}", ""),
        ("a{0,2}b", ""),
        ("[ab]*c", ""),
        (r"\d\d", ""),
        ("{half}?x", ""),
        ("", ""),
    ],
)
def test_a_rule_is_tried_where_it_may_begin(write: str, starts: str) -> None:
    """What a pattern begins with is told from plain beginnings; of others, nothing is."""
    assert _starts(write, load_language("en-US").vocabulary) == frozenset(starts)
