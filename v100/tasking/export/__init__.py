"""The files of an issued list: one module per format, `write.py` puts them on disk.

In: a list document. Out: CSV, Parquet, XLSX, HTML, PDF. Refuses to add, drop or reorder anybody.
"""
