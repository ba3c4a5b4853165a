"""Tables in files: .xlsx and .csv, read and written row by row, however long."""
