"""JSON as it leaves and comes back: "dondoc.resolution/1"."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from dondoc import InterchangeError, Resolution, from_json, to_json
from resolutions import resolutions, sample


def changed(path: str, value: object) -> str:
    """The sample as JSON with the value at `path` ("targets.0.amount") replaced."""
    loaded = json.loads(to_json(sample()))
    place = loaded
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    place[last] = value
    return json.dumps(loaded)


@given(resolutions())
def test_what_is_written_comes_back_equal(resolution: Resolution) -> None:
    """from_json(to_json(x)) == x for any resolution, in both languages, indented or on one line."""
    assert from_json(to_json(resolution)) == resolution
    assert from_json(to_json(resolution, language="en", indent=None)) == resolution


def test_a_line_of_json_lines_is_one_line() -> None:
    """Without indentation no line break is left, whatever stands in the text."""
    assert "\n" not in to_json(sample(), indent=None)


def test_a_spoilt_letter_can_be_written_and_comes_back() -> None:
    """Half a surrogate pair in the text is escaped: the JSON can be encoded and is read back equal."""
    spoilt = replace(sample(), text=sample().text + "\ud800")
    assert from_json(to_json(spoilt).encode("utf-8").decode("utf-8")) == spoilt


def test_amounts_are_plain_strings() -> None:
    """No exponent ever stands in an amount, and no digit is lost."""
    target = replace(sample().targets[0], amount=Decimal("1.50E+4"), upper_amount=Decimal("1E-7"))
    written = json.loads(to_json(replace(sample(), targets=(target,))))["targets"][0]
    assert (written["amount"], written["upper_amount"]) == ("15000", "0.0000001")


def test_the_values_of_the_sample_are_written_as_the_format_says() -> None:
    """Dates are ISO, a period is in its written form, an absent value is null."""
    written = json.loads(to_json(sample()))
    assert written["format"] == "dondoc.resolution/1"
    assert written["header"]["issued_on"] == "2023-07-03"
    assert written["targets"][1]["period"] == "2023-H2"
    assert written["targets"][0]["level_at_end"] is None
    assert written["tasks"][0]["deadline"] == {"quote": "trước ngày 30/6/2023", "on": "2023-06-29", "recurs": None}
    assert written["findings"][0] == {
        "code": "cannot_open",
        "severity": "error",
        "message": "Không mở được tệp: =2+2.",
        "start": 0,
        "end": 9,
        "values": {"reason": "=2+2"},
    }


def test_no_recipients_are_null() -> None:
    """A document that names no recipients has null there, and comes back with none."""
    resolution = replace(sample(), header=replace(sample().header, recipients=()))
    assert json.loads(to_json(resolution))["header"]["recipients"] is None
    assert from_json(to_json(resolution)) == resolution


def test_the_message_of_a_finding_is_in_the_language_asked_for() -> None:
    """Only the messages are translated."""
    assert json.loads(to_json(sample(), language="en"))["findings"][0]["message"] == "The file cannot be opened: =2+2."


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("format", "dondoc.resolution/2", "$.format"),
        ("format", None, "$.format"),
        ("targets", {}, "$.targets"),
        ("targets.0", 7, "$.targets[0]"),
        ("targets.0.amount", 12.5, "$.targets[0].amount"),
        ("targets.0.amount", "1e5", "$.targets[0].amount"),
        ("targets.0.amount", "NaN", "$.targets[0].amount"),
        ("targets.0.amount", "١٢", "$.targets[0].amount"),
        ("targets.0.amount", None, "$.targets[0].amount"),
        ("targets.1.measure", "flows", "$.targets[1].measure"),
        ("targets.0.period", "2023-H3", "$.targets[0].period"),
        ("targets.0.quote", "đạt 1.455,6 ha", "$.targets[0].quote"),
        ("tasks.0.start", -1, "$.tasks[0].start"),
        ("tasks.0.start", True, "$.tasks[0].start"),
        ("tasks.0.supporting", ["Sở Y tế", 1], "$.tasks[0].supporting[1]"),
        ("tasks.0.deadline.on", "2023-6-30", "$.tasks[0].deadline.on"),
        ("tasks.0.deadline.on", "2023-02-30", "$.tasks[0].deadline.on"),
        ("header.issued_on", "20230703", "$.header.issued_on"),
        ("source.pages", "2", "$.source.pages"),
        ("findings.0.code", "never-heard-of", "$.findings[0].code"),
        ("findings.0.values.reason", 1, "$.findings[0].values.reason"),
    ],
)
def test_anything_else_is_refused_with_its_place(path: str, value: object, where: str) -> None:
    """A value that is not as promised is named by its path; nothing is read leniently."""
    with pytest.raises(InterchangeError) as refusal:
        from_json(changed(path, value))
    assert refusal.value.values["where"] == where
    assert where in refusal.value.message("vi") and where in refusal.value.message("en")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '{"format": NaN}', "1" * 5_000])
def test_what_is_no_object_is_refused(text: str) -> None:
    """Text that is no JSON object at all is an InterchangeError, never another error."""
    with pytest.raises(InterchangeError):
        from_json(text)


def test_a_missing_key_is_refused() -> None:
    """Every key must be there, also those that may be null."""
    loaded = json.loads(to_json(sample()))
    del loaded["targets"][0]["base"]
    with pytest.raises(InterchangeError, match=r"targets\[0\]\.base"):
        from_json(json.dumps(loaded))
