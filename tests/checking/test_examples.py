"""Every rule has words in both languages, a reason, a next step, and examples that do what they are there for."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from dondoc import extract, planned_flows, read, read_figures
from dondoc.checking import RULES, check
from dondoc.checking.catalogue import Explained, explained
from dondoc.checking.vocabulary import phrase, whole_words
from dondoc.findings import RULE_GROUPS, rule_codes

ROWS = explained()


def _found(rule: Explained, text: str) -> set[str]:
    return {
        finding.code
        for finding in check(
            read(text.encode(), name="example.txt"),
            plan=planned_flows(read_figures(rule.plan.encode())) if rule.plan else (),
            parent=extract(read(rule.parent.encode())) if rule.parent else None,
            as_of=rule.as_of,
        )
    }


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.code.name)
def test_the_bad_example_is_found(rule: Explained) -> None:
    """The rule marks its bad example."""
    assert rule.code.name in _found(rule, rule.bad)


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.code.name)
def test_the_good_example_is_left_alone(rule: Explained) -> None:
    """The rule has nothing to say of its good example."""
    assert rule.code.name not in _found(rule, rule.good)


def test_rules_and_their_words_belong_together() -> None:
    """Each function of RULES has one row of rules/*.toml of its name, in the same order, and no row is left."""
    assert [rule.__name__ for rule in RULES] == list(rule_codes())
    assert [rule.code.name for rule in ROWS] == list(rule_codes())


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.code.name)
def test_a_rule_speaks_both_languages(rule: Explained) -> None:
    """Message, reason and next step are whole sentences in Vietnamese and in English."""
    code = rule.code
    for words in (code.vi, code.en, rule.why_vi, rule.why_en, code.hint_vi, code.hint_en):
        assert len(words) > 10 and words[-1] in ".?”:", (code.name, words)
        assert words.strip() == words
    assert rule.group in RULE_GROUPS


@pytest.mark.parametrize("name", ["bodies", "replaced"])
def test_each_body_and_replaced_document_names_its_source(name: str) -> None:
    """A date of an office or of a document's end is never without the law or decision that says so."""
    table = tomllib.loads(files("dondoc.checking").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
    (rows,) = table.values()
    assert rows
    for row in rows:
        assert row["source"].strip(), row


def _phrases() -> list[tuple[str, dict[str, object]]]:
    path = files("dondoc.checking").joinpath("words", "phrases.toml")
    return list(tomllib.loads(path.read_text(encoding="utf-8")).items())


@pytest.mark.parametrize(("name", "row"), _phrases(), ids=[name for name, _ in _phrases()])
def test_a_group_of_phrases_has_an_example(name: str, row: dict[str, object]) -> None:
    """Each group of words is known in its example, as it is written in a document; a term stands there once."""
    example = str(row["example"]).lower()
    if "pattern" in row:
        assert phrase(name).search(example), name
        anchors: list[str] = row.get("anchors", [""])  # type: ignore[assignment]
        assert any(anchor in example for anchor in anchors), name
        return
    terms: list[str] = row["terms"]  # type: ignore[assignment]
    assert whole_words(terms).search(example), name
    assert len(set(terms)) == len(terms) and all(term == term.lower() for term in terms), name


def test_a_phrase_has_one_subject() -> None:
    """Two subjects for one phrase would link what does not belong together."""
    path = files("dondoc.checking").joinpath("words", "subjects.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8")).values()
    phrases = [phrase for row in rows for phrase in row["terms"]]
    assert len(set(phrases)) == len(phrases)
