module wpls/unicode_tables

go 1.24
