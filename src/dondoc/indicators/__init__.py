"""Indicators: which names mean the same thing that is counted. Scores and reasons, for a person to decide by."""
