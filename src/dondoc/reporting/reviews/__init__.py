"""Reviews: the report on how a document was carried out, from its commitments, their verdicts and what units wrote.

    Resolution + Evaluation + remarks ──review_of──▶ Review ──▶ text · DOCX · XLSX · PDF

A Review is a frozen value; the same inputs and days give the same value and the same bytes.
"""
