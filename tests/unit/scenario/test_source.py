"""Reading a file: what is recognised, what is refused and where, and how much it may cost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from classroomsim.scenario.catalogue import MINIMAL
from classroomsim.scenario.source import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PROBLEMS,
    Place,
    Source,
    SourceError,
    Value,
    parse_source,
    read_source,
)
from classroomsim.scenario.text import MAX_TEXT, MAX_TEXT_LINES, MAX_WORD, first_forbidden


def read(text: str) -> Source:
    return parse_source("file.yaml", text.encode())


def found(content: str | bytes) -> list[tuple[str, int, int]]:
    """Code, line and column of each problem."""
    raw = content.encode() if isinstance(content, str) else content
    problems = parse_source("file.yaml", raw).problems
    return [(it.code, it.place.line, it.place.column) for it in problems]


# --- what is recognised


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("0", 0),
        ("42", 42),
        ("-7", -7),
        ("123456789", 123456789),
        ("1234567890", "1234567890"),
        ("True", "True"),
        ("no", "no"),
        ("off", "off"),
        ("null", "null"),
        ("~", "~"),
        ("", ""),
        ("012", "012"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("+2", "+2"),
        ("1.5", "1.5"),
        ("1:30", "1:30"),
        ("14:10", "14:10"),
        ("2024-05-01", "2024-05-01"),
        (".inf", ".inf"),
        ("=", "="),
        ("'true'", "true"),
        ('"42"', "42"),
        ("KS2", "KS2"),
        ("0..10", "0..10"),
    ],
)
def test_only_truths_whole_numbers_and_text_are_recognised(written: str, value: Value) -> None:
    data = read(f"key: {written}\n").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


def test_keys_are_always_text() -> None:
    assert read("1: a\ntrue: b\nno: c\n~: d\n").data == {"1": "a", "true": "b", "no": "c", "~": "d"}


def test_the_line_break_that_ends_a_block_is_not_part_of_its_text() -> None:
    assert read("a: >\n  one\n  two\nb: |+\n  one\n\n\n").data == {"a": "one two", "b": "one"}


def test_a_byte_order_mark_and_windows_line_ends_are_put_up_with() -> None:
    source = parse_source("f", b"\xef\xbb\xbfa: one\r\nb:\r\n  c: two\r\n")
    assert source.data == {"a": "one", "b": {"c": "two"}}
    assert source.problems == ()
    assert source.places.of(("b", "c")) == Place(3, 6)


def test_lists_and_mappings_nest() -> None:
    source = read("a: [1, {b: [two, true]}]\nc:\n  - d: 3\n    e: 4\n  -\n")
    assert source.data == {"a": [1, {"b": ["two", True]}], "c": [{"d": 3, "e": 4}, ""]}
    assert source.whole


VALUES = st.recursive(
    st.booleans() | st.integers(-(10**9) + 1, 10**9 - 1) | st.text("abc é:#'\"-{[!&*", max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc_", min_size=1, max_size=60), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(
    st.dictionaries(st.text("abcd.", min_size=1, max_size=20), VALUES, max_size=5), st.booleans()
)
def test_what_yaml_writes_is_read_back(data: dict[str, Value], flow: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True) if data else "{}"
    source = read(text)
    assert source.problems == ()
    assert source.data == data


# --- places

PLACED = """\
id: tuesday
scenes:
  the_book:
    text: >
      Kai waits.
    when: 'pupil.stress >= agitated'
    choices: [wait, {go: 'now'}]
"""


def test_every_value_and_key_has_a_place() -> None:
    places = read(PLACED).places
    assert places.of(("id",)) == Place(1, 5)
    assert places.key(("id",)) == Place(1, 1)
    assert places.of(("scenes", "the_book")) == Place(4, 5)
    assert places.key(("scenes", "the_book")) == Place(3, 3)
    assert places.of(("scenes", "the_book", "choices", 0)) == Place(7, 15)
    assert places.key(("scenes", "the_book", "choices", 0)) == Place(7, 15)
    assert places.key(("scenes", "the_book", "choices", 1, "go")) == Place(7, 22)
    assert places.of(()) == Place(1, 1)


def test_what_is_missing_is_placed_at_what_would_hold_it() -> None:
    places = read(PLACED).places
    assert places.of(("scenes", "the_book", "clock")) == Place(4, 5)
    assert places.key(("scenes", "the_book", "clock")) == Place(4, 5)
    assert places.of(("scenes", "the_book", "choices", 9, "say")) == Place(7, 14)
    assert places.of(("nowhere", 1, "at_all")) == Place(1, 1)


def test_a_character_of_a_text_has_a_place() -> None:
    places = read(PLACED).places
    when = ("scenes", "the_book", "when")
    assert places.inside(("id",), "tuesday", 4) == Place(1, 9)
    assert places.inside(when, "pupil.stress >= agitated", 16) == Place(6, 28)
    assert places.inside(("scenes", "the_book", "text"), "Kai waits.", 4) == Place(5, 11)
    assert places.inside(when, "something else", 3) == Place(6, 11)


# --- what is refused


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("a: 1\nb: 2\na: 3\n", [("E004", 3, 1)]),
        ("a: {b: 1, b: 2}\n", [("E004", 1, 11)]),
        ("a: !!int 3\n", [("E005", 1, 4)]),
        ("a: !loud text\n", [("E005", 1, 4)]),
        ("a: ! text\n", [("E005", 1, 4)]),
        ("!a b: 1\n", [("E005", 1, 1)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("E005", 1, 4)]),
        ("%TAG !x! tag:x,1:\n---\na: !x!y 1\n", [("E005", 1, 1)]),
        ("a: &x 1\nb: *x\n", [("E006", 1, 4), ("E006", 2, 4)]),
        ("a: &x [1]\n", [("E006", 1, 4)]),
        ("a: *nowhere\n", [("E006", 1, 4)]),
        ("<<: {a: 1}\n", [("E007", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("E008", 2, 1)]),
        ("a: 1\n...\nb: 2\n", [("E008", 3, 1)]),
        ("[a]: 1\n", [("E012", 1, 1)]),
        ("? {a: 1}\n: 2\n", [("E012", 1, 3)]),
        ('a: 1\n"": 2\n', [("E012", 2, 1)]),
        ("- a\n", [("E013", 1, 1)]),
        ("", [("E013", 1, 1)]),
        ("# only a comment\n", [("E013", 1, 1)]),
        ("just text", [("E013", 1, 1)]),
        (b"a: 1\nb: caf\xe9\n", [("E001", 2, 7)]),
        ("a: é".encode() + b"\xff", [("E001", 1, 5)]),
        (b"a: \xed\xa0\x80\n", [("E001", 1, 4)]),
        ("a: 1\n".encode("utf-16"), [("E001", 1, 1)]),
        (b"a: 1\nb: x\x00y\n", [("E010", 2, 5)]),
        ("a: x\x1b[2J\n", [("E010", 1, 5)]),
        ("a: x\x9b2J\n", [("E010", 1, 5)]),
        ("# \u202e\na: 1\n", [("E010", 1, 3)]),
        ("a: x\u2028y\nb: \ufeff\n", [("E010", 1, 5), ("E010", 2, 4)]),
        ('a: "\\e]0;x\\a"\n', [("E010", 1, 4)]),
        ('a: "\\x9b2J"\n', [("E010", 1, 4)]),
        ('a: "\\u202e"\n', [("E010", 1, 4)]),
        ('a: "\\0"\n', [("E010", 1, 4)]),
        ('a: "one\\rtwo"\n', [("E010", 1, 4)]),
        ('"\\e": 1\n', [("E010", 1, 1)]),
        ("a: 'open\nb: 1\n", [("E003", 1, 4)]),
        ("a: one: two\n", [("E003", 1, 7)]),
        ("a:\n\tb: 1\n", [("E003", 2, 1)]),
        ("a: *so* much\n", [("E003", 1, 4)]),
        ("a: [1, 2\nb: 3\n", [("E003", 1, 4)]),
    ],
)
def test_a_refused_file_says_what_and_where(
    content: str | bytes, problems: list[tuple[str, int, int]]
) -> None:
    assert found(content) == problems


def test_all_that_can_be_found_is_found_at_once() -> None:
    content = 'a: &x 1\na: 2\nb: !t 3\nc: "\\e"\n<<: *x\n'
    assert [code for code, _, _ in found(content)] == [
        "E006",
        "E004",
        "E005",
        "E010",
        "E007",
        "E006",
    ]


def test_a_key_written_twice_keeps_its_first_value_and_says_where_that_is() -> None:
    source = read("a:\n  - b: 1\n    c: 2\n    b: 3\n")
    assert source.data == {"a": [{"b": 1, "c": 2}]}
    assert source.problems[0].message == "'b' is here already, in line 2"


def test_an_alias_is_no_value_at_all() -> None:
    assert read("a: *b\nc: 1\n").data == {"a": None, "c": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: one: two\n", "second ':' in this line"),
        ("a: 1\n  b: 2\n", "does not fit under the line above"),
        ("a:\n\tb: 1\n", "a tab is used"),
        ("a: 'open\n", "never closed"),
        ("a: [1\n", "'[' is not closed"),
        ("a: {b: 1\n", "'{' that opens here is not closed"),
        ("a: @home\n", "cannot begin with '@'"),
        ('a: "\\q"\n', "backslash"),
        ("a: *so* much\n", "begins with '*'"),
        ("a: & b\n", "begins with '&'"),
        ("a: - b\n", "a list cannot begin on the line of its key"),
        ("a:\n  - b\n  c: 1\n", "not an item of the list"),
        ("a: >text\n", "no text may follow '>'"),
        ('a: "b" c\n', "does not fit what comes before"),
        ("a: 1\nb\nc: 2\n", "no ':' after this key"),
        ("%YAML 3.0\n---\na: 1\n", "version of YAML"),
    ],
)
def test_yaml_is_explained_in_a_teachers_words(content: str, words: str) -> None:
    (problem,) = read(content).problems
    assert words in problem.message
    assert problem.fix


def test_a_file_that_was_not_read_to_its_end_says_so() -> None:
    source = read("a: 1\nb: [\n")
    assert not source.whole
    assert source.data == {}
    assert source.places.of(("a",)) == Place(1, 1)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("x " * (MAX_TEXT // 2), True),
        ("x " * (MAX_TEXT // 2) + "y", False),
        ("x" * MAX_WORD, True),
        ("x" * (MAX_WORD + 1), False),
        ("“" * (MAX_WORD + 1), False),
        ("é" * MAX_WORD + " — " + "ü" * MAX_WORD, True),
        ("a\n" * MAX_TEXT_LINES + "b", True),
        ("a\n" * (MAX_TEXT_LINES + 1) + "b", False),
    ],
)
def test_the_limits_of_a_text(text: str, fits: bool) -> None:  # noqa: FBT001
    for written in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        codes = [code for code, _, _ in found(f"a: {written}\n")]
        assert codes == ([] if fits else ["E011"])


def test_a_word_that_is_joined_by_escaped_line_breaks_is_measured_whole() -> None:
    assert found('a: "' + "\\\n  ".join(["x" * 30] * 3) + '"\n') == [("E011", 1, 4)]


def test_nesting_and_size_have_limits() -> None:
    assert found("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)) == []
    assert found("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH) == [("E009", 1, 3 + MAX_DEPTH)]
    assert found(b"a: 1\n" + b"#" * (MAX_BYTES - 5)) == []
    assert found(b"a: 1\n" + b"#" * (MAX_BYTES - 4)) == [("E002", 1, 1)]


def test_what_is_kept_of_a_refused_text_can_be_shown() -> None:
    source = parse_source("f\x1b[2J", b'a: "\\e]0;x\\a"\nb: x\x9b \xe2\x80\xae\n"\\e": 1\n')
    shown = [source.name, source.text, *source.data, *map(str, source.data.values())]
    shown += [it.message for it in source.problems]
    assert all(first_forbidden(it) is None for it in shown)


# --- files


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tuesday.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    source = read_source(path)
    assert source.name == str(path)
    assert source.data["id"] == "the_smallest"
    assert source.problems == ()


def test_what_is_not_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        read_source(tmp_path / "missing.yaml")
    with pytest.raises(SourceError, match="is a folder"):
        read_source(tmp_path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_source(tmp_path / ("x" * 5_000))
    with pytest.raises(SourceError, match="cannot be read"):
        read_source(Path("a\0b"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(SourceError, match="not a file"):
        read_source(tmp_path / "pipe.yaml")


# --- hostile files

MIB = 1_000_000
BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 10)
)
HOSTILE: dict[str, tuple[bytes, str]] = {
    "deep lists": (b"a: " + b"[" * MIB, "E009"),
    "deep mappings": (b"{a: " * (MIB // 4), "E009"),
    "deep items": (b"a:\n " + b"- " * (MIB // 2), "E009"),
    "deep keys": (b"? " * (MIB // 2), "E009"),
    "deep lines": (b"".join(b" " * n + b"a:\n" for n in range(1_400)), "E009"),
    "alias bomb": (BOMB.encode(), "E006"),
    "merge bomb": (MERGES.encode(), "E007"),
    "many values": (b"a: [" + b"[]," * 340_000 + b"]", "E009"),
    "many keys": (b"".join(b"k%d: 1\n" % n for n in range(90_000)), "E009"),
    "one key many times": (b"a: 1\n" * 200_000, "E014"),
    "a prefix many times": (b"z: |\n" + b" a: b\n" * 160_000 + b"a: 1\n" * 120, "E014"),
    "many tag prefixes": (b"".join(b"%%TAG !a%d! x\n" % n for n in range(60_000)), "E005"),
    "huge tag": (b"a: !<" + b"x" * MIB + b"> 1\n", "E005"),
    "huge anchor": (b"a: &" + b"x" * MIB + b" 1\n", "E006"),
    "huge number": (b"a: " + b"9" * MIB, "E011"),
    "huge word": (b"a: " + b"x" * MIB, "E011"),
    "huge key": (b'? "' + b"k" * MIB + b'"\n: 1\n', "E011"),
    "newlines": (b"a: |\n x\n" + b"\n" * 200_000 + b" y\n", "E011"),
    "escaped newlines": (b'a: "' + b"\\n" * 200_000 + b'"\n', "E011"),
    "escape sequences": (b'a: "' + b"\\e]0;x\\a" * 100_000 + b'"\n', "E010"),
    "controls": (b"a: " + b"\x1b" * MIB, "E010"),
    "null bytes": (b"\0" * MAX_BYTES, "E010"),
    "bidi": (("\u202e" * 340_000).encode(), "E010"),
    "marks": (("a: x" + "\u0301" * 500_000).encode(), "E010"),
    "not utf-8": (b"a: " + b"x " * (MIB // 2) + b"\xff", "E001"),
    "half a file": (MINIMAL[: MINIMAL.index('I am here."') + 5].encode(), "E003"),
    "too large": (b"a: 1\n" * 5_000_000, "E002"),
}


def test_a_file_full_of_problems_is_given_up_on() -> None:
    problems = found(b"a: 1\n" * 1_000)
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1] == ("E014", MAX_PROBLEMS + 1, 1)


MEASURE = """
import json, sys, time
from pathlib import Path
from classroomsim.scenario.problems import render_all
from classroomsim.scenario.source import read_source
start = time.process_time()
source = read_source(Path(sys.argv[1]))
shown = render_all(source.problems, {source.name: source.text})
seconds = time.process_time() - start
try:
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([[p.code for p in source.problems], shown[:5000], seconds, peak]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured the Unix way")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_a_second_and_200_megabytes(
    tmp_path: Path, name: str
) -> None:
    content, code = HOSTILE[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    codes, shown, seconds, peak = json.loads(done.stdout)
    assert code in codes
    assert shown.startswith(f"{path}:")
    assert seconds < 1
    assert peak < 200_000_000


@settings(max_examples=500)
@given(
    st.binary(max_size=400)
    | st.text(st.sampled_from("ab: -?[]{},&*!|>'\"%#@\n\t\\ex09\x1b\u202eé<"), max_size=80).map(
        str.encode
    )
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    source = parse_source("any", content)
    assert source.whole or source.problems
    lines = source.text.count("\n") + 1
    assert all(1 <= it.place.line <= lines for it in source.problems)
    assert all(it.place.column >= 1 for it in source.problems)
    assert first_forbidden(source.text) is None
    assert source.places.of(("a", 0, "b")).line <= lines


@given(st.integers(0, len(MINIMAL)), st.integers(0, 40), st.binary(max_size=4))
def test_a_damaged_scenario_is_read_or_refused(at: int, lost: int, instead: bytes) -> None:
    raw = MINIMAL.encode()
    source = parse_source("damaged", raw[:at] + instead + raw[at + lost :])
    assert source.whole or source.problems
