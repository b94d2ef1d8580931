"""The language: folding and cleaning with offset maps, clitics, numbers in words, dates."""
