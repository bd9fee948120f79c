"""The calendar of working days: official holidays and make-up days, a table a year, kept by administrators."""
