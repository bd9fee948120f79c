"""Every rule has words in both languages, a reason, a next step, and examples that do what they are there for."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from dondoc import extract, read
from dondoc.checking import RULES, check, plan_from_csv
from dondoc.checking.catalogue import Explained, explained
from dondoc.findings import RULE_GROUPS, rule_codes

ROWS = explained()


def _found(rule: Explained, text: str) -> set[str]:
    return {
        finding.code
        for finding in check(
            read(text.encode(), name="example.txt"),
            plan=plan_from_csv(rule.plan) if rule.plan else (),
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
