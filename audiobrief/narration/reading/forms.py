"""The forms in which a rule may say what it found: ``{day:ordinal}``, ``{unit:count:number}``.

A form gets the slot as written and, where the rule names one, a second slot to agree with.
It returns None where it cannot say the slot, and then the rule passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audiobrief.narration.publishers import known_publisher
from audiobrief.narration.reading.numbers import Numerals
from audiobrief.narration.reading.vocabulary import Term, Vocabulary

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{2,5}")
_BEFORE_HOST = re.compile(r"^(?:https?://)?(?:www\.)?")
_WELL_FORMED = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of what a rule matched, and the table's term for it where its kind is a table."""

    written: str
    term: Term | None = None


Form = Callable[[Slot, Slot | None, Vocabulary], str | None]


def roman_value(written: str) -> int:
    """Return a Roman numeral's value; 0 where it is not well formed."""
    upper = written.upper()
    if not upper or not _WELL_FORMED.fullmatch(upper):
        return 0
    values = [_ROMAN[letter] for letter in upper]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def spelled(written: str) -> str:
    """Say letters by their names, parted by spaces: "IAEA" → "I A E A"."""
    return " ".join(character.upper() for character in written if character.isalpha())


def _as_it_is(slot: Slot, _: Slot | None, __: Vocabulary) -> str:
    return slot.term.one if slot.term else slot.written


def _count(slot: Slot, number: Slot | None, vocabulary: Vocabulary) -> str:
    """Say a counted thing in the number that the figure beside it asks for."""
    term = slot.term or Term(slot.written, slot.written)
    single = number is not None and vocabulary.numerals.is_one(number.written)
    return term.one if single else term.many


def _minor(slot: Slot, number: Slot | None, vocabulary: Vocabulary) -> str | None:
    term = slot.term
    if term is None or number is None or not term.minor_one:
        return None
    single = vocabulary.numerals.is_one(number.written)
    return term.minor_one if single else term.minor_many


def _agreement(noun: Slot | None) -> str:
    """Return the form that a figure takes beside ``noun``: its gender, or the form it names."""
    if noun is None:
        return ""
    return noun.term.gender if noun.term else noun.written


def _cardinal(slot: Slot, noun: Slot | None, vocabulary: Vocabulary) -> str:
    return vocabulary.numerals.cardinal(slot.written, _agreement(noun))


def _ordinal(slot: Slot, noun: Slot | None, vocabulary: Vocabulary) -> str:
    return vocabulary.numerals.ordinal(slot.written, _agreement(noun))


def _by(say: Callable[[Numerals, str], str]) -> Form:
    return lambda slot, _, vocabulary: say(vocabulary.numerals, slot.written)


def _hour(slot: Slot, noun: Slot | None, vocabulary: Vocabulary) -> str:
    return _cardinal(Slot(str(int(slot.written))), noun, vocabulary)


def _clock(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say minutes behind an hour: "05" as "oh five", and a full hour's not at all."""
    return "" if slot.written == "00" else vocabulary.numerals.tail(slot.written)


def _hundred(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say minutes as soldiers do: "0600" is "oh six hundred"."""
    if slot.written == "00":
        return vocabulary.tables["symbols"]["00"].one
    return vocabulary.numerals.tail(slot.written)


def _joiner(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say what stands between two figures: a word as it is, a dash as the language's "to"."""
    word = slot.written.strip()
    return word if word.isalpha() else vocabulary.tables["symbols"]["to"].one


def _duration(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say "2:03:59" as "two hours three minutes and fifty-nine seconds"."""
    numerals, terms = vocabulary.numerals, vocabulary.tables["duration"]
    parts = [
        f"{numerals.cardinal(str(int(figure)), term.gender)} "
        f"{_count(Slot(figure, term), Slot(figure), vocabulary)}"
        for figure, term in zip(slot.written.split(":"), map(terms.get, "hms"), strict=True)
        if term
    ]
    *most, last = parts
    return f"{' '.join(most)} {terms['and'].one} {last}"


def _telephone(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say a number to dial, group by group, each after a pause."""
    numerals, plus = vocabulary.numerals, vocabulary.tables["symbols"]["+"].one
    said = []
    for group in re.findall(r"\+?\d+|[A-Z]+", slot.written):
        figures = group.lstrip("+")
        if figures.isalpha():
            said.append(figures)
            continue
        spoken = numerals.cardinal(figures) if figures == "800" else numerals.digits(figures)
        said.append(f"{plus} {spoken}" if group.startswith("+") else spoken)
    return ", ".join(said)


def _mixed(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say letters by their names and the figures among them in pairs: "H5N1"."""
    parts = re.findall(r"\d+|[^\W\d_]+", slot.written)
    return " ".join(
        vocabulary.numerals.pairs(part) if part.isdecimal() else spelled(part) for part in parts
    )


def _decade(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say "1990" as "nineteen nineties", "90" as "nineties": English, which counts them so."""
    numerals, written = vocabulary.numerals, slot.written
    said = numerals.year(written) if len(written) > 2 else numerals.cardinal(written)  # noqa: PLR2004 -- a decade of two figures
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def _plural(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say "35" of "F-35s" as "thirty-fives": English."""
    said = vocabulary.numerals.pairs(slot.written)
    if said.endswith("y"):
        return said[:-1] + "ies"
    return said + ("es" if said.endswith(("x", "s")) else "s")


def _roman(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str | None:
    value = roman_value(slot.written)
    return vocabulary.numerals.cardinal(str(value)) if value else None


def _roman_ordinal(slot: Slot, noun: Slot | None, vocabulary: Vocabulary) -> str | None:
    value = roman_value(slot.written)
    return _ordinal(Slot(str(value)), noun, vocabulary) if value else None


def _amount(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say an amount without the coins that it has none of: "50.00" is fifty."""
    none = f"{vocabulary.numerals.decimal}00"
    return vocabulary.numerals.cardinal(slot.written.removesuffix(none))


def _site(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str | None:
    """Say a site by its name, where it is known, else by its host: nobody dictates a path."""
    host = _BEFORE_HOST.sub("", slot.written)
    host = re.split("[/?#:]", host, maxsplit=1)[0]
    name = known_publisher(slot.written, vocabulary.locale)
    return name or _address(Slot(host), None, vocabulary) or None


def _address(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say an address as one would dictate it: words, digits, and the names of its signs."""
    signs = vocabulary.tables["address_signs"]
    known = vocabulary.words.get("country_words", frozenset())
    said, before = [], ""
    for part in re.findall(r"[^\W\d_]+|\d+|[^\s]", slot.written):
        country = before == "." and len(part) == 2 and part not in known  # noqa: PLR2004 -- ISO 3166
        if part.isdecimal():
            said.append(vocabulary.numerals.digits(part))
        elif part in signs:
            said.append(signs[part].one)
        elif part.isalpha():
            said.append(spelled(part) if country or _NO_VOWEL.fullmatch(part) else part)
        before = part
    return " ".join(filter(None, said))


def _camel(slot: Slot, _: Slot | None, vocabulary: Vocabulary) -> str:
    """Say "#ClimateAction2030" as "Climate Action twenty thirty"."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[^\W\d_][a-zß-öø-ÿ]*|\d+", slot.written)
    numerals = vocabulary.numerals
    return " ".join(
        (spelled(part) if part.isupper() and 1 < len(part) < 5 else part)  # noqa: PLR2004 -- initials are short
        if part.isalpha()
        else (
            numerals.year(part) if re.fullmatch(r"(19|20)\d\d", part) else numerals.cardinal(part)
        )
        for part in parts
    )


FORMS: Mapping[str, Form] = {
    "": _as_it_is,
    "one": _as_it_is,
    "many": lambda slot, _, __: slot.term.many if slot.term else slot.written,
    "count": _count,
    "minor": _minor,
    "cardinal": _cardinal,
    "ordinal": _ordinal,
    "year": _by(Numerals.year),
    "digits": _by(Numerals.digits),
    "pairs": _by(Numerals.pairs),
    "tail": _by(Numerals.tail),
    "decade": _decade,
    "plural": _plural,
    "amount": _amount,
    "tens": lambda slot, _, vocabulary: vocabulary.numerals.cardinal(f"{slot.written}0"),
    "hour": _hour,
    "clock": _clock,
    "hundred": _hundred,
    "joiner": _joiner,
    "duration": _duration,
    "telephone": _telephone,
    "mixed": _mixed,
    "roman": _roman,
    "roman_ordinal": _roman_ordinal,
    "letters": lambda slot, _, __: spelled(slot.written),
    "lower": lambda slot, _, __: slot.written.lower(),
    "site": _site,
    "address": _address,
    "camel": _camel,
}
