"""Spelling: lost diacritics, two placements of one tone, letters that are not Vietnamese Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.searching import places_of
from dondoc.checking.vocabulary import table
from dondoc.placement import old_placement
from dondoc.text import LOOK_ALIKES, Span, scanning_errors


def lost_diacritics(draft: Draft) -> Iterator[Hit]:
    """A phrase whose tone or hook was lost or swapped and left a valid syllable: "Phân đầu" for "Phấn đấu"."""
    for span, right in scanning_errors(draft.text, draft.outline.mended):
        yield hit(span, wrong=span.of(draft.text), right=right)
    for row in table("slips")["slip"]:
        for span in _places(draft.lower, row["wrong"]):
            right = row["right"]
            if draft.layer[span.start].isupper():
                right = right[0].upper() + right[1:]
            yield hit(draft.span(span.start, span.end), wrong=draft.quote(span.start, span.end), right=right)


_ONSET = re.compile(r"[^\W\d_]*\Z")
_LONGEST_ONSET = 4


def tone_placed_twice(draft: Draft) -> Iterator[Hit]:
    """One word with its tone in both places ("hoá" and "hóa"); the rarer placement is shown where it stands first."""
    for old, new_places in _newly_placed(draft).items():
        old_places = _old_places(draft, old)
        if old_places:
            rarer, other = sorted((new_places, old_places), key=len)
            written, usual = rarer[0].of(draft.text), other[0].of(draft.text)
            yield hit(rarer[0], written=written, usual=usual, count=len(rarer), others=len(other))


def _newly_placed(draft: Draft) -> Mapping[str, list[Span]]:
    """The words with their tone in the new place, by their old form in lower case."""
    found: dict[str, list[Span]] = {}
    for place in places_of(draft.text, draft.outline.mended.restyled, 0, len(draft.text)):
        end = place + 2
        if draft.text[end : end + 1].isalpha():
            continue
        onset = _ONSET.search(draft.text, max(0, place - _LONGEST_ONSET), place)
        span = Span(onset.start() if onset else place, end)
        new = span.of(draft.text).lower()
        old = old_placement(new)
        if old != new:
            found.setdefault(old, []).append(span)
    return found


def _old_places(draft: Draft, word: str) -> list[Span]:
    """Where `word` stands in the text as it is written here; the matching layer has it also where the tone is new."""
    found = (draft.span(place, place + len(word)) for place in places_of(draft.lower, (word,), 0, len(draft.lower)))
    written = (span for span in found if span.of(draft.text).lower() == word)
    return [span for span in written if not any(map(str.isalpha, _beside(draft.text, span)))]


def _places(text: str, word: str) -> list[Span]:
    found = (Span(place, place + len(word)) for place in places_of(text, (word,), 0, len(text)))
    return [span for span in found if not any(map(str.isalpha, _beside(text, span)))]


def _beside(text: str, span: Span) -> str:
    """The characters before and behind `span`."""
    return text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]


def old_letters(draft: Draft) -> Iterator[Hit]:
    """Letters of a legacy encoding, look-alikes of Vietnamese letters, or letters and tones stored apart."""
    for finding in draft.resolution.findings:
        if finding.code == "legacy_letters":
            yield hit(None, problem=dict(finding.values).get("encoding", ""))
    alien = next((c for c in LOOK_ALIKES if c in draft.text), None)
    if alien is not None:
        at = draft.text.index(alien)
        yield hit(Span(at, at + 1), problem=f"{alien} (U+{ord(alien):04X})")
    composed = draft.outline.mended.offsets is None  # else the layer would have other places than the text
    if not composed and not unicodedata.is_normalized("NFC", draft.text):
        yield hit(None, problem="Unicode tổ hợp (NFD)")
