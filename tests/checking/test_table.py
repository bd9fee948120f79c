"""tests/tables/checks.txt: short texts in which a rule has to speak, or has to be silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from dondoc import read
from dondoc.checking import check
from dondoc.checking.vocabulary import table
from dondoc.findings import rule_codes

TABLE = Path(__file__).parents[1] / "tables" / "checks.txt"


def _rows() -> list[tuple[str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ", 2) for line in lines if line.strip() and not line.startswith("#")]
    return [(said, code, text) for said, code, text in rows]


@pytest.mark.parametrize(("said", "code", "text"), _rows())
def test_a_rule_speaks_where_it_should(said: str, code: str, text: str) -> None:
    """`có`: the rule marks the text; `không`: it says nothing of it."""
    assert code in rule_codes() and said in ("có", "không")
    found = {finding.code for finding in check(read(text.replace("⏎", "\n").encode()))}
    assert (code in found) is (said == "có")


@pytest.mark.parametrize("row", table("slips")["slip"], ids=lambda row: row["wrong"])
def test_a_slip_is_found_in_its_example(row: dict[str, str]) -> None:
    """Once, with the right words; and what is right is left alone. It differs in length, else it is a correction."""
    text = f"KẾ HOẠCH\nnăm 2026\nI. NHIỆM VỤ\n- Sở Y tế {row['example']}.\n"
    found = [f for f in check(read(text.encode())) if f.code == "lost_diacritics"]
    assert [dict(finding.values)["right"] for finding in found] == [row["right"]]
    right = text.lower().replace(row["wrong"], row["right"])
    assert not [f for f in check(read(right.encode())) if f.code == "lost_diacritics"]
    assert len(row["wrong"]) != len(row["right"]) and row["source"].strip()
