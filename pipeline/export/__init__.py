"""Meeting records as tables, for the systems of others: databases, spreadsheets, calendars.

`lines` reads a finished output, `rows` makes rows of its lines, `tables` says which tables there
are; `database` brings the tables of a database up to date, and the rest is a module a target."""
