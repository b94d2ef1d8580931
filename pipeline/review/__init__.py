"""The page on which a person reads records beside their release and decides on them, and the report
that shows the same in one file."""
