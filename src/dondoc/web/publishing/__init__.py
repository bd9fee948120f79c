"""Monitoring: the core's verdicts kept fresh, what was said on each day, and the counts of every plan."""
