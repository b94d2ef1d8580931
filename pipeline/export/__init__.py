"""Meeting records as tables for other systems: databases, spreadsheets, calendars.

`lines` reads a finished output, `rows` makes rows of its lines, and `tables` defines the tables.
`database` updates the tables of a database, and there is one module for each target."""
