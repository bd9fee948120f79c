"""Urging in the site: what the core decides each day, signed off by people, sent, answered and decided about."""
