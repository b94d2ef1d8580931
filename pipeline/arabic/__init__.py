"""The Arabic language: cleaning and folding with offset maps, clitics, ordinals, dates."""
