"""Files of figures taken in: read, checked in columns, staged, and written in one short transaction.

opening.open_table(file)        CSV, XLSX, Parquet: batches of cells as text
checking.checked(batch, …)      the rows that can be kept, and why the others cannot
staging.Staging                 the kept rows beside the figures of the database: new, changed, the same, refused
actions.import_figures          all of it; a dry run stops before the last step
"""
