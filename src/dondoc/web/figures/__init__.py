"""Figures: what was reported, when it was said and when it was recorded. A record is never overwritten."""
