"""Urging (đôn đốc): which step is due for what is late, to whom, on which day. Explicit days, no clock, nothing sent.

    what is open, former steps, answers, the day  ──deciding──▶  steps to draft
    steps of a day  ──gathering──▶  one message a body, one document a body and step

The steps and the relations between bodies are data (ladder.toml, relations.toml). People sign; the program drafts.
"""
