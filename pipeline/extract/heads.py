"""The heads of the tagger, in the order of its output: one place for their names.

LABELS are the span labels of the annotation guidelines. `X+` tags a mention of X inside a longer
mention of X. FACTS are what the meeting records say of the text and need a reader's judgement more
than a word list: clauses, the body that met, who chaired, attended or was only mentioned, the city,
meetings reported and meetings referred to, and the names of committees, organisations, states and
initiatives that a record lists; OPENS is the first word of the first sentence about a meeting. A new
head goes to the end, so that training can go on from a model without it."""

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
WORDS = ("OPENS",)  # heads of which each word has its own probability, and no spans
SKIPS = 4  # characters of attached particles before a span: 0 to 3
