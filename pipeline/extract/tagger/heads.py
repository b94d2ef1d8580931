"""The heads of the tagger, in the order of its output; the only place with their names.

LABELS are the span labels of the annotation guidelines. `X+` tags a mention of X inside a longer
mention of X. FACTS are information of the meeting records that requires judgement rather than a
word list: clauses, the body that met, who chaired, attended or was only mentioned, the city,
meetings reported and meetings referred to, and the names of committees, organisations, states and
initiatives that a record lists; OPENS is the first word of the first sentence about a meeting. A
new head goes to the end, so that training can continue from a model without it."""

LABELS = (
    "PER",
    "HON",
    "ROLE",
    "COMMITTEE",
    "ORG",
    "COUNTRY",
    "LOC",
    "INITIATIVE",
    "MEETING",
    "DATE",
)
INNER = ("ROLE", "COMMITTEE", "ORG", "LOC", "INITIATIVE")
FACTS = (
    "TOPIC",
    "DECISION",
    "BODY",
    "CITY",
    "CHAIRED",
    "ATTENDED",
    "MENTIONED",
    "HELD",
    "REFERRED",
    "LISTED",
    "OPENS",
)
HEADS = LABELS + tuple(x + "+" for x in INNER) + FACTS
WORDS = ("OPENS",)  # heads with a probability for each word, and no spans
SKIPS = 4  # characters of attached particles before a span: 0 to 3
