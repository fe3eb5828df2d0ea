"""The progress report for people: one page that needs nothing else, and a workbook of every table."""
