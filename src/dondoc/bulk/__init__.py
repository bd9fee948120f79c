"""Bulk: thousands of documents into tables, on one machine or a Ray cluster (docs/bulk.md).

    sources ──addresses──▶ address ──worker──▶ answer ──staging──▶ staged documents ──publishing──▶ parts + manifest
                                       │
                            a child process reads (child.py)

`engine` hands addresses to workers through Daft; everything else knows nothing of Daft. Two runs over the same
documents give the same bytes, however they were interrupted, in whatever order the answers came.
"""
