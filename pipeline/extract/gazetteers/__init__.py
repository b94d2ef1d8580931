"""Closed sets in Arabic text: states, places, permanent bodies, honorifics, and how they are
matched."""
