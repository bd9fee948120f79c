"""Comparing: what the plans that an account may read say across each other, as `dondoc compare` tells it of files."""
