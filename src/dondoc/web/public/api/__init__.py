"""The public JSON API, /cong-khai/api/v1: what stands in the public record, for programs, without a token.

schemas.py   what goes out
rows.py      pages of the record -> rows
limiting.py  how often an address may ask
asking.py    what goes around each answer: the language of a refusal, ETag, what caches and other sites may do
routes.py    the operations and their description
"""
