"""Akoma Ntoso: a resolution as XML of the OASIS standard (Akoma Ntoso 1.0, 2018), its commitments named by eId.

    Document ── outline ──▶ Provision tree with eIds ──▶ preface · body · conclusions
    Resolution ──▶ meta: who issued it, when; and a block of commitments, each with the eId of the words that make it

The text is that of the document, whole and in its order. It is given only where every commitment in it is public;
else a `portion` holds the words of the public ones alone (docs/open-data.md).
"""

from __future__ import annotations

from dondoc.reporting.akoma_ntoso.commitments import all_commitments
from dondoc.reporting.akoma_ntoso.writing import to_akoma_ntoso

__all__ = ["all_commitments", "to_akoma_ntoso"]
