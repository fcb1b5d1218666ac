"""A report written by a scripted model: from sources to a draft, and what may go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from audiobrief.config import WriterSettings
from audiobrief.errors import WriterError
from audiobrief.model import Draft, Passage, Story
from audiobrief.synthesis.ollama import Progress, write
from audiobrief.synthesis.ollama.desk import ANSWER, LARGEST_CONTEXT, RULES, context_for
from audiobrief.synthesis.ollama.material import material_of
from audiobrief.synthesis.ollama.sections import plans
from audiobrief.synthesis.sentiment import HORIZONS, SECTORS, shown, tones_of
from canal_story import NOW, STORY, TOLLS
from ollama_model import Asked, compose
from ollama_server import MODEL, Fault, OllamaServer, facts, ollama_serving
from voice_server import spend_no_time

Change = Callable[[Any], None]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    spend_no_time(monkeypatch)


@pytest.fixture
def served() -> Iterator[OllamaServer]:
    """Yield a running server whose model answers from the numbered lines."""
    with ollama_serving() as server:
        yield server


def written(
    served: OllamaServer,
    story: Story = STORY,
    language: str = "en-us",
    told: list[Progress] | None = None,
    **more: Any,
) -> Draft:
    """Return the draft of a story."""
    settings = WriterSettings(writer="ollama", model=MODEL, host=served.url, **more)
    notify = (told if told is not None else []).append
    return write(story, settings, language=language, now=NOW, notify=notify)


def part_of(asked: Asked) -> str:
    """Return what is asked for: the only property that tells the shapes apart."""
    return str(next(iter(asked.schema["properties"])))


def changing(part: str, change: Change, times: int = 99) -> Callable[[Asked], str]:
    """Return a model that answers well, except for one part, so many times."""
    left = [times]

    def script(asked: Asked) -> str:
        answer = json.loads(compose(asked))
        if part in asked.schema["properties"] and left[0]:
            left[0] -= 1
            change(answer)
        return json.dumps(answer)

    return script


def kinds(told: list[Progress], kind: str) -> list[str]:
    """Return what the steps of a kind are about."""
    return [one.about for one in told if one.kind == kind]


def test_a_report_is_written_section_by_section(served: OllamaServer) -> None:
    """Every sentence carries the paragraphs it rests on, and no sentence comes twice."""
    told: list[Progress] = []
    draft = written(served, told=told)
    shown = {line.labels[0]: line.text for line in material_of(STORY).lines}
    assert [one.heading for one in draft.sections[:2]] == [
        "Situation Report",
        "Current Developments",
    ]
    body = draft.statements[len(draft.summary) :]
    assert all(one.passages and one.text in " ".join(shown.values()) for one in body)
    assert len({one.text for one in body}) == len(body)
    assert Passage(2, 0) in {passage for one in body for passage in one.passages}
    assert (draft.method.writer, draft.method.model) == ("ollama", MODEL)
    assert kinds(told, "section") == [plan.heading for plan in plans("en", ())]
    assert not kinds(told, "repair")


def test_title_and_summary_rest_on_the_report(served: OllamaServer) -> None:
    """Their passages are those of the report's sentences that they cite."""
    draft = written(served)
    assert draft.title.text == TOLLS.paragraphs[0].partition(". C")[0]
    assert draft.title.passages == (Passage(0, 0),)
    assert all(one.passages for one in draft.summary)
    assert draft.category == "Trade"


def test_sentiment_is_of_a_closed_set(served: OllamaServer) -> None:
    """Tone and horizon are the house's words, the reason is the model's."""
    mood = written(served).sentiment
    assert mood
    assert (mood.sector, mood.tone) == ("Politics", "Neutral")
    assert mood.horizon == "over the coming months"
    assert mood.note == mood.evidence == TOLLS.paragraphs[0].removesuffix(" Carriers objected.")


@pytest.mark.parametrize(
    ("sector", "tone", "word"),
    [("Markets", "very negative", "Bearish"), ("Health", "very positive", "Positive")],
)
def test_markets_have_tones_of_their_own(
    served: OllamaServer, sector: str, tone: str, word: str
) -> None:
    """Bearish to Bullish there, Negative to Positive else."""
    served.script = changing("tone", lambda made: made.update(sector=sector, tone=tone))
    mood = written(served).sentiment
    assert mood
    assert mood.tone == word


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it"])
def test_each_language_has_words_for_the_closed_sets(language: str) -> None:
    """Every sector, tone and horizon is shown."""
    keys = [*SECTORS, *HORIZONS, *(tone for sector in SECTORS for tone in tones_of(sector))]
    assert all(shown(key, language) for key in keys)
    assert (shown("Trade", language) == "Trade") == (language in {"en", "nl"})


def test_a_quiz_has_three_questions(served: OllamaServer) -> None:
    """Four choices, one of them right, and the right ones not all in one place."""
    quiz = written(served).quiz
    assert len(quiz) == 3
    assert all(len(set(one.choices)) == 4 and one.answer in one.choices for one in quiz)
    assert all(one.explanation for one in quiz)
    assert len({one.choices.index(one.answer) for one in quiz}) > 1


def test_the_same_story_is_asked_for_in_the_same_words(served: OllamaServer) -> None:
    """Nothing in a prompt is left to chance, and the answers decide the draft."""
    first = written(served)
    prompts = [one.body for one in served.chats]
    assert written(served) == first
    assert [one.body for one in served.chats[len(prompts) :]] == prompts


def test_every_question_has_one_context(served: OllamaServer) -> None:
    """A server loads a model anew for each other size; it fits the longest prompt."""
    written(served)
    sizes = {one.body["options"]["num_ctx"] for one in served.chats}
    assert sizes == {4096}
    longest = max(len(one.prompt) + len(one.system) for one in served.chats)
    assert longest / 3 + ANSWER < 4096


def test_a_section_is_told_what_the_others_say(served: OllamaServer) -> None:
    """So that it can say something else."""
    written(served)
    sections = [one.prompt for one in served.chats if part_of(one) == "sentences"]
    first = f"- {TOLLS.paragraphs[1]}"
    assert [first in prompt for prompt in sections[:2]] == [False, True]


def test_a_show_has_its_own_headings(served: OllamaServer) -> None:
    """In their order; one that the desk knows keeps its guidance."""
    draft = written(served, sections=("Eskalationsrisiken", "The ships"))
    assert [one.heading for one in draft.sections] == ["Eskalationsrisiken", "The ships"]
    known, other = plans("en", ("Eskalationsrisiken", "The ships"))
    assert "get worse" in known.guidance
    assert "under this heading" in other.guidance


@pytest.mark.parametrize(
    ("language", "heading"),
    [("de-AT", "Lage"), ("pt-BR", "Situação atual"), ("nl", "Situation Report")],
)
def test_headings_are_in_the_shows_language(language: str, heading: str) -> None:
    """English where there is no other."""
    assert plans(language, ())[0].heading == heading


def test_a_section_without_news_is_left_out(served: OllamaServer) -> None:
    """The model may say that the sources have nothing for it."""

    def script(asked: Asked) -> str:
        risks = '"Escalation Risks"' in asked.prompt
        return '{"sentences": []}' if risks else compose(asked)

    served.script = script
    told: list[Progress] = []
    assert "Escalation Risks" not in [one.heading for one in written(served, told=told).sections]
    assert not kinds(told, "repair")


def test_a_report_of_nothing_is_none(served: OllamaServer) -> None:
    """Where no section finds anything to say."""
    served.script = changing("sentences", lambda made: made.update(sentences=[]))
    with pytest.raises(WriterError, match="nothing to say under any heading"):
        written(served, sections=("The ships",))


def test_long_sections_have_paragraphs(served: OllamaServer) -> None:
    """Three sentences each, as a voice reads them."""

    def script(asked: Asked) -> str:
        if part_of(asked) != "sentences":
            return compose(asked)
        lines = [line for line in asked.lines if line[1].endswith(".")][:5]
        made = [{"sources": labels, "text": text} for labels, text in lines]
        return json.dumps({"sentences": made})

    served.script = script
    section = written(served, sections=("The ships",)).sections[0]
    assert [len(paragraph) for paragraph in section.paragraphs] == [3, 2]


BAD: list[tuple[str, Change, str]] = [
    ("sentences", lambda made: made.pop("sentences"), "Field required"),
    ("sentences", lambda made: made.update(sentences=[]), "it is empty"),
    ("sentences", lambda made: made["sentences"][0].update(sources=["A9.P9"]), "A9.P9"),
    ("sentences", lambda made: made["sentences"][0].update(text="Sure, here."), "a remark"),
    (
        "sentences",
        lambda made: made["sentences"].append(
            {"sources": ["A1.P1"], "text": "Die Behörde hebt die Gebühren im Februar an. " * 9}
        ),
        "'de'",
    ),
    ("title", lambda made: made["title"].update(text="Tolls " * 30), "the title is longer"),
    ("title", lambda made: made["title"].update(sources=["S99"]), "S99"),
    ("title", lambda made: made.update(category="Trade " * 10), "the category is longer"),
    ("title", lambda made: made["summary"][0].update(text="no stop"), "no whole sentence"),
]


@pytest.mark.parametrize(("part", "change", "fault"), BAD)
def test_a_bad_answer_is_repaired_once(
    served: OllamaServer, part: str, change: Change, fault: str
) -> None:
    """The model is told what is wrong, and its second answer counts."""
    served.script = changing(part, change, times=1)
    told: list[Progress] = []
    draft = written(served, told=told)
    assert draft.sections
    repair = next(one for one in told if one.kind == "repair")
    assert fault in repair.reason
    second = next(one.prompt for one in served.chats if "was refused" in one.prompt)
    assert fault in second


@pytest.mark.parametrize(("part", "change", "fault"), BAD)
def test_a_bad_answer_twice_is_a_failure(
    served: OllamaServer, part: str, change: Change, fault: str
) -> None:
    """It says which part was refused and why; nothing half-written is handed on."""
    served.script = changing(part, change)
    with pytest.raises(WriterError, match="was refused twice") as caught:
        written(served)
    assert fault in str(caught.value)
    assert "built-in writer" in caught.value.remedy


def test_a_section_of_repetition_is_repaired(served: OllamaServer) -> None:
    """A first section of one sentence said thrice keeps it once."""

    def thrice(made: Any) -> None:
        made["sentences"] = made["sentences"][:1] * 3

    served.script = changing("sentences", thrice)
    assert len(written(served).sections[0].paragraphs[0]) == 1


def test_a_section_that_can_be_spared_is(served: OllamaServer) -> None:
    """What is refused twice under a heading of less weight does not cost the report."""

    def script(asked: Asked) -> str:
        return "no" if '"Stakeholders"' in asked.prompt else compose(asked)

    served.script = script
    told: list[Progress] = []
    draft = written(served, told=told)
    assert kinds(told, "left out") == ["Stakeholders"]
    assert "Stakeholders" not in [one.heading for one in draft.sections]


@pytest.mark.parametrize(
    ("part", "change", "name"),
    [
        ("tone", lambda made: made.update(tone="ecstatic"), "sentiment"),
        ("tone", lambda made: made.update(sector="Ships"), "sentiment"),
        ("tone", lambda made: made.update(horizon="soon"), "sentiment"),
        ("tone", lambda made: made.update(reason="It is so"), "sentiment"),
        ("questions", lambda made: made["questions"].pop(), "quiz"),
        ("questions", lambda made: made["questions"][0].update(question="Tolls."), "quiz"),
        ("questions", lambda made: made["questions"][0].update(right="Zorp"), "quiz"),
        ("questions", lambda made: made["questions"][0].update(sources=["S99"]), "quiz"),
        ("questions", lambda made: made["questions"][0].update(wrong=["a", "A", "b"]), "quiz"),
        (
            "questions",
            lambda made: made["questions"][0].update(wrong=["a b " * 30, "c", "d"]),
            "quiz",
        ),
        (
            "questions",
            lambda made: made["questions"][0].update(question="Is it the authority?"),
            "quiz",
        ),
        (
            "questions",
            lambda made: made["questions"].__setitem__(1, made["questions"][0]),
            "quiz",
        ),
    ],
)
def test_sentiment_and_quiz_can_be_spared(
    served: OllamaServer, part: str, change: Change, name: str
) -> None:
    """A report is one without them; a bad one of them is not let through."""
    served.script = changing(part, change)
    told: list[Progress] = []
    draft = written(served, told=told)
    assert kinds(told, "left out") == [name]
    assert (draft.sentiment is None, draft.quiz == ()) == (name == "sentiment", name == "quiz")


def test_a_headline_is_bare(served: OllamaServer) -> None:
    """Without the stop and quotation marks that models like."""
    served.script = changing("title", lambda made: made["title"].update(text='"Tolls rise."'))
    assert written(served).title.text == "Tolls rise"


def test_an_answer_that_is_cut_off_is_asked_for_again(served: OllamaServer) -> None:
    """Shorter, this time."""
    served.faults.append(Fault(length=True))
    told: list[Progress] = []
    assert written(served, told=told).sections
    assert "it was cut off because it is too long" in served.chats[1].prompt
    assert kinds(told, "repair") == ["the section 'Situation Report'"]


def test_an_old_server_reads_the_schema(served: OllamaServer) -> None:
    """Where no grammar holds the model to it, the prompt asks for it."""
    served.version = "0.3.14"
    draft = written(served)
    assert draft.sections
    assert draft.quiz
    assert all(one.body["format"] == "json" for one in served.chats)
    assert '"sentences"' in served.chats[0].prompt


def test_thoughts_and_fences_are_taken_off(served: OllamaServer) -> None:
    """A thinking model that does not stop, and wraps what it says."""
    served.models[MODEL] = facts(32_768, "thinking")
    served.thinks = "Let me see."
    served.script = lambda asked: f"<think>Hm {{.</think>\n```json\n{compose(asked)}\n```"
    assert written(served).quiz


def test_a_server_that_dies_is_told(served: OllamaServer) -> None:
    """Amid a report, after its first section."""
    served.faults += [Fault(after=-1), *[Fault(drop=True)] * 3]
    told: list[Progress] = []
    with pytest.raises(WriterError, match="broke off in the middle"):
        written(served, told=told)
    assert len([one for one in told if one.kind == "retry"]) == 2


def test_a_server_that_dies_at_the_quiz_is_told_too(served: OllamaServer) -> None:
    """A part that can be spared is spared for its answers, not for a failing server."""
    served.faults += [Fault(after=-1)] * 7 + [Fault(status=500, error="no memory")] * 3
    with pytest.raises(WriterError, match="no memory"):
        written(served)


def long_story(paragraphs: int) -> Story:
    """Return a story with so many paragraphs, each of some 60 tokens."""
    filler = "It was said in the harbour that the matter would be looked into by the authority"
    texts = [
        f"The ship number {at} waits at the canal. {filler}, twice." for at in range(paragraphs)
    ]
    return Story("long", (replace(TOLLS, paragraphs=tuple(texts)),))


def test_a_long_story_is_written_from_notes(served: OllamaServer) -> None:
    """Each part is noted with its labels; the sections rest on those very paragraphs."""
    told: list[Progress] = []
    draft = written(served, long_story(120), told=told, context=4096)
    parts = [one for one in told if one.kind == "notes"]
    assert len(parts) == parts[0].total > 2
    chats = [one for one in served.chats if part_of(one) == "notes"]
    assert all(len(one.prompt) / 3 + ANSWER < 4096 for one in chats)
    seen = [label for one in chats for labels, _ in one.lines for label in labels]
    assert seen == [f"A1.P{at}" for at in range(121)]
    for one in draft.statements:
        numbers = {passage.paragraph for passage in one.passages}
        assert any(f"number {number} " in one.text for number in numbers)


def test_notes_are_made_of_notes(served: OllamaServer) -> None:
    """Until they fit; what is left over after some rounds goes from the end."""

    def script(asked: Asked) -> str:
        if part_of(asked) != "notes":
            return compose(asked)
        whole = [one for one in asked.lines if one[1].endswith(".")][:24]
        return json.dumps({"notes": [{"sources": one[0], "text": one[1]} for one in whole]})

    served.script = script
    told: list[Progress] = []
    draft = written(served, long_story(120), told=told, context=4096)
    rounds = [one for one in told if one.kind == "notes" and one.number == 1]
    assert len(rounds) == 3
    assert draft.sections


def test_empty_notes_are_refused(served: OllamaServer) -> None:
    """A part of the sources does not vanish without a word."""
    served.script = changing("notes", lambda made: made.update(notes=[]))
    with pytest.raises(WriterError, match=r"notes 1 of \d+ was refused twice: it is empty"):
        written(served, long_story(120), context=4096)


def test_only_the_latest_is_told(served: OllamaServer) -> None:
    """A prompt has no room for all that many sections say."""
    draft = written(served, long_story(80), sections=tuple(f"Part {at}" for at in range(20)))
    last = [one.prompt for one in served.chats if part_of(one) == "sentences"][-1]
    told = [line.removeprefix("- ") for line in last.splitlines() if line.startswith("- ")]
    body = [one.text for one in draft.statements[len(draft.summary) :]]
    first = body.index(told[0])
    assert first > 0
    assert body[first : first + len(told)] == told


@pytest.mark.parametrize(
    ("material", "most", "context"),
    [
        (100, 32_768, 4096),
        (4096 - ANSWER - RULES, 32_768, 4096),
        (4096 - ANSWER - RULES + 1, 32_768, 8192),
        (50_000, LARGEST_CONTEXT, LARGEST_CONTEXT),
        (50_000, 6000, 6000),
        (100, 2048, 2048),
    ],
)
def test_the_context_fits_the_story(material: int, most: int, context: int) -> None:
    """In few steps, and never more than the model has."""
    assert context_for(material, most) == context


def test_a_model_may_hold_too_little(served: OllamaServer) -> None:
    """It is told before anything is written."""
    served.models[MODEL] = facts(2048)
    with pytest.raises(WriterError, match=rf"{MODEL}: 2048 tokens are too few"):
        written(served)
    served.models[MODEL] = facts()
    with pytest.raises(WriterError, match=r"writer\.context: 1000 tokens are too few"):
        written(served, context=1000)
    assert not served.chats


def test_a_story_of_nothing_is_none(served: OllamaServer) -> None:
    """Without a text that may be shown, no model is asked."""
    empty = Story("canal-tolls", (replace(TOLLS, title="", paragraphs=()),))
    with pytest.raises(WriterError, match="canal-tolls: none of its sources can be shown"):
        written(served, empty)
    assert served.requests == []


@pytest.mark.parametrize(
    ("language", "name", "tone"),
    [
        ("es", "Spanish", "Neutral"),
        ("fr", "French", "Neutre"),
        ("de-AT", "Austrian German", "neutral"),
        ("pt", "Portuguese", "Neutro"),
        ("it", "Italian", "neutro"),
    ],
)
def test_each_language_is_asked_for_by_name(
    served: OllamaServer, language: str, name: str, tone: str
) -> None:
    """The prompts are English, the report is not."""
    sentence = {
        "es": "La autoridad del canal subirá sus tarifas en febrero, según dijo el lunes.",
        "fr": "L’autorité du canal relèvera ses tarifs en février, a-t-elle dit lundi.",
        "de-AT": "Die Kanalbehörde hebt ihre Gebühren im Februar an, wie sie am Montag sagte.",
        "pt": "A autoridade do canal vai aumentar as tarifas em fevereiro, disse na segunda.",
        "it": "L’autorità del canale aumenterà le tariffe a febbraio, ha detto lunedì.",
    }[language]
    story = Story("k", (replace(TOLLS, title=sentence, paragraphs=(sentence,)),))
    draft = written(served, story, language)
    assert f"You write in {name} only." in served.chats[0].system
    assert draft.statements[0].text == sentence
    assert draft.sentiment
    assert draft.sentiment.tone == tone
