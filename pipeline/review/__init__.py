"""The page on which a person reviews records beside their release, and the report that shows the
same in one file."""
