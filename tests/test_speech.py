"""Voices, word times and the clip cache."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

import tiny_voice
from audiobrief.audio.forecast import weighed
from audiobrief.errors import VoiceError
from audiobrief.model import Line, Word
from audiobrief.speech.align import word_ranges
from audiobrief.speech.cache import ClipCache, clip_key
from audiobrief.speech.pieces import MAX_PHONEMES, cut
from audiobrief.speech.prepare import prepare
from audiobrief.speech.speaker import Speaker
from audiobrief.speech.voice import Voice

SHRINKAGE = "memory.enable_memory_arena_shrinkage"


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    """Return the tiny voice, nothing prepared yet."""
    return Voice("hum", tiny_voice.write_voice(tmp_path / "voices"), tmp_path / "graphs")


def line(*words: str) -> Line:
    """Return a line that shows what it says."""
    return Line(tuple(Word(word, word) for word in words), "hum", 300)


def test_same_words_give_the_same_samples(voice: Voice, tmp_path: Path) -> None:
    """A voice loaded anew says the same line with the same samples."""
    again = Voice("hum", voice.model, tmp_path / "other")
    first, second = voice.say(["good", "morning"]), again.say(["good", "morning"])
    assert np.array_equal(first.samples, second.samples)
    assert first.words == second.words


def test_noise_differs_between_lines(voice: Voice) -> None:
    """The seed is the line's own: two lines do not share their noise."""
    one, two = voice.say(["bat"]), voice.say(["cat"])
    length = min(len(one.samples), len(two.samples))
    assert not np.array_equal(one.samples[:length], two.samples[:length])


def test_a_voice_that_rested_says_the_same(voice: Voice) -> None:
    """What it gives back is set aside anew."""
    first = voice.say(["good", "morning"])
    voice.rest()
    assert np.array_equal(voice.say(["good", "morning"]).samples, first.samples)


def test_a_voice_rests_once(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that gives memory back is short, and there is none where nothing was said."""
    runs: list[tuple[int, str]] = []
    real = onnxruntime.InferenceSession.run

    def run(self: object, names: object, feed: dict[str, np.ndarray], options: object) -> object:
        told = options.get_run_config_entry(SHRINKAGE) if options else ""  # type: ignore[attr-defined]  # onnxruntime is not typed
        runs.append((feed["input"].size, told))
        return real(self, names, feed, options)

    monkeypatch.setattr(onnxruntime.InferenceSession, "run", run)
    voice.rest()
    assert not runs
    voice.say(["extraordinarily"] * 9)
    voice.rest()
    voice.rest()
    (spoken, _), (little, told) = runs
    assert little < spoken / 4
    assert told == "cpu:0"


def test_words_cover_their_phonemes(voice: Voice) -> None:
    """Word ranges follow one another, inside the utterance, none empty for a said word."""
    said = voice.say(["Good", "", "morning to you,", "listeners."])
    ends = [end for _, end in said.words]
    assert ends == sorted(ends)
    assert said.words[1][0] == said.words[1][1] == said.words[0][1]
    assert all(start < end for start, end in (said.words[0], *said.words[2:]))
    assert ends[-1] <= len(said.samples)


def test_durations_decide_word_times(voice: Voice) -> None:
    """A word of many phonemes lasts longer than a word of few."""
    short, long = voice.say(["cat", "extraordinarily"]).words
    assert long[1] - long[0] > 3 * (short[1] - short[0])


def test_speed_shortens(voice: Voice) -> None:
    """Twice the speed takes clearly less time."""
    slow, fast = voice.say(["good", "morning"]), voice.say(["good", "morning"], speed=2.0)
    assert len(fast.samples) < 0.7 * len(slow.samples)


def test_long_lines_are_cut_at_clauses(voice: Voice) -> None:
    """A line beyond the safe length is spoken in pieces and every word keeps its place."""
    words = ["notwithstanding,"] * 60
    said = voice.say(words)
    assert len(said.words) == 60
    assert all(a[1] <= b[0] for a, b in zip(said.words, said.words[1:], strict=False))


@given(st.lists(st.sampled_from("abc ,."), max_size=900))
def test_pieces_lose_nothing(phonemes: list[str]) -> None:
    """Pieces are at most the longest allowed and join to what was cut."""
    pieces = cut(phonemes)
    assert [one for piece in pieces for one in piece] == phonemes
    assert all(len(piece) <= MAX_PHONEMES for piece in pieces)


def test_nothing_to_say_is_an_error(voice: Voice) -> None:
    """Punctuation alone has no sound, and the error says which text."""
    with pytest.raises(VoiceError, match=r"nothing to say in '\.\.\.'"):
        voice.say(["..."])


def test_unknown_phonemes_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A phoneme that the voice was not trained on is logged, not silently dropped."""
    model = tiny_voice.write_voice(tmp_path)
    config = model.with_name(model.name + ".json")
    settings = json.loads(config.read_text())
    del settings["phoneme_id_map"]["k"]
    config.write_text(json.dumps(settings))
    Voice("hum", model, tmp_path / "graphs").say(["cat"])
    assert "has no sound for k" in caplog.text


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"\x08\x08" * 40], ids=["empty", "text", "bytes"]
)
def test_damaged_model_is_named(tmp_path: Path, content: bytes) -> None:
    """A model that cannot be loaded is an error with the file and the remedy."""
    model = tiny_voice.write_voice(tmp_path)
    model.write_bytes(content)
    with pytest.raises(VoiceError, match="voices get") as caught:
        Voice("hum", model, tmp_path / "graphs").say(["cat"])
    assert caught.value.where == str(model)


def test_damaged_configuration_is_named(tmp_path: Path) -> None:
    """A configuration that is no JSON of Piper's is an error, not a traceback."""
    model = tiny_voice.write_voice(tmp_path)
    model.with_name(model.name + ".json").write_text("{}")
    with pytest.raises(VoiceError, match="damaged"):
        Voice("hum", model, tmp_path / "graphs").say(["cat"])


def test_model_of_another_kind_is_named(tmp_path: Path) -> None:
    """A sound ONNX file whose nodes do not fit together is an error with the remedy."""
    model = tiny_voice.write_voice(tmp_path)
    graph = onnx.load(model)
    graph.graph.node[0].op_type = "NoSuchOperator"
    onnx.save(graph, model)
    with pytest.raises(VoiceError, match="no Piper voice"):
        Voice("hum", model, tmp_path / "graphs").say(["cat"])


def test_missing_model_is_named(tmp_path: Path) -> None:
    """A model that is gone is an error before anything is spoken."""
    model = tiny_voice.write_voice(tmp_path)
    model.unlink()
    with pytest.raises(VoiceError, match="incomplete"):
        _ = Voice("hum", model, tmp_path / "graphs").fingerprint


def test_damaged_prepared_graph_is_made_anew(voice: Voice, tmp_path: Path) -> None:
    """A prepared graph that was cut short is prepared again, and says the same."""
    said = voice.say(["cat"]).samples
    graph = next((tmp_path / "graphs").iterdir())
    graph.write_bytes(graph.read_bytes()[:100])
    again = Voice("hum", voice.model, tmp_path / "graphs")
    assert np.array_equal(again.say(["cat"]).samples, said)


def test_a_kept_graph_is_opened_as_it_is(
    voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is prepared and optimised once, for one onnxruntime, and says the same after that."""
    said = voice.say(["cat"]).samples
    (graph,) = (tmp_path / "graphs").iterdir()
    assert graph.name == f"{voice.fingerprint}.{onnxruntime.__version__}.cpu.onnx"
    monkeypatch.delattr("audiobrief.speech.voice.prepare")
    again = Voice("hum", voice.model, tmp_path / "graphs")
    assert np.array_equal(again.say(["cat"]).samples, said)


def test_uniform_noise_is_refused(tmp_path: Path) -> None:
    """A graph whose draws cannot be fed is refused rather than left to chance."""
    graph = onnx.load(tiny_voice.write_voice(tmp_path))
    for node in graph.graph.node:
        if node.op_type == "RandomNormalLike":
            node.op_type = "RandomUniformLike"
    with pytest.raises(VoiceError, match="RandomUniformLike"):
        prepare(graph.SerializeToString())


def test_fixed_shape_draws_are_fed() -> None:
    """A RandomNormal of a fixed shape becomes noise with its mean and scale."""
    import onnxruntime

    node = helper.make_node("RandomNormal", [], ["y"], shape=[2, 3], mean=5.0, scale=2.0)
    info = helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 3])
    model = helper.make_model(
        helper.make_graph([node], "g", [], [info]),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    session = onnxruntime.InferenceSession(prepare(model.SerializeToString()))
    (out,) = session.run(None, {"noise": np.array([[0.0, 1.0]], np.float32)})
    assert out.tolist() == [[5.0, 7.0, 5.0], [7.0, 5.0, 7.0]]


def test_joined_words_are_told_apart() -> None:
    """Where espeak joins words, each is found by its own pronunciation."""
    sounds = {"of": "ʌv", "the": "ðə", "people": "pipəl"}
    ranges = word_ranges(list("ʌvðə pipəl."), ["of", "the", "people"], lambda w: list(sounds[w]))
    assert ranges == ((0, 2), (2, 4), (5, 10))


@given(
    st.lists(st.sampled_from(["ab", "c", "de", "fgh", ""]), max_size=8),
    st.text(alphabet="abcdefgh ,.", max_size=30),
)
def test_ranges_never_overlap(words: list[str], heard: str) -> None:
    """Whatever was heard, there is one range a word, in order and inside the phonemes."""
    ranges = word_ranges(list(heard), words, list)
    assert len(ranges) == len(words)
    edges = [edge for pair in ranges for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(heard) for edge in edges)


def test_cache_keeps_and_heals(tmp_path: Path) -> None:
    """A clip comes back as it was kept; a damaged one is not trusted."""
    cache = ClipCache(tmp_path, weighed)
    samples = np.array([0.0, 0.5, -0.5], np.float32)
    kept = cache.put("ab12", samples, 16_000, [(0, 2)])
    assert cache.get("ab12") == kept
    kept.path.write_bytes(kept.path.read_bytes() + b"x")
    assert cache.get("ab12") is None
    kept.path.write_bytes(b"{}\n")
    assert cache.get("ab12") is None


def test_key_depends_on_everything() -> None:
    """Voice, speed, seed and each word's own text decide a clip's name."""
    keys = {
        clip_key("v", 1.0, 0, ["a", "b"]),
        clip_key("w", 1.0, 0, ["a", "b"]),
        clip_key("v", 1.1, 0, ["a", "b"]),
        clip_key("v", 1.0, 1, ["a", "b"]),
        clip_key("v", 1.0, 0, ["a b"]),
    }
    assert len(keys) == 5


def test_one_changed_line_is_spoken_alone(voice: Voice, tmp_path: Path) -> None:
    """Only what the cache does not know reaches the voice."""

    class Counting:
        """Counts what a voice is asked to say."""

        fingerprint = voice.fingerprint
        said = 0

        def say(self, words: list[str], speed: float, seed: int) -> object:
            self.said += 1
            return voice.say(words, speed, seed)

    counting = Counting()
    speaker = Speaker({"hum": counting}, ClipCache(tmp_path / "clips", weighed))  # type: ignore[dict-item]  # a fake
    lines = [line("one"), line("two"), line("three")]
    list(speaker.speak(lines))
    list(speaker.speak([lines[0], line("changed"), lines[2]]))
    assert counting.said == 4


def test_threads_change_nothing(voice: Voice, tmp_path: Path) -> None:
    """Lines spoken on threads, in any order, are the same bytes as one by one."""
    lines = [line(f"number {word}") for word in ("one", "two", "three", "four", "five")]
    alone = Speaker({"hum": voice}, ClipCache(tmp_path / "a", weighed))
    beside = Speaker({"hum": voice}, ClipCache(tmp_path / "b", weighed))
    one_by_one = [clip.path.read_bytes() for clip in alone.speak(lines)]
    with ThreadPoolExecutor(4) as pool:
        threaded = [clip.path.read_bytes() for clip in beside.speak(lines, pool.map)]
    assert one_by_one == threaded


def test_pause_does_not_change_the_clip(voice: Voice, tmp_path: Path) -> None:
    """The pause after a line is the programme's, not the clip's."""
    speaker = Speaker({"hum": voice}, ClipCache(tmp_path, weighed))
    assert speaker.clip(line("one")) == speaker.clip(replace(line("one"), pause_ms=9))
