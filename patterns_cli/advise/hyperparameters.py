"""Numbers found by measuring, not by thinking.

Found with ``python -m tests.accuracy.cross_validate`` over the scenarios of the built-in pack:
five folds, in which near-twins and tellings of one story never stand on both sides. That command
prints what these values give; ``--search`` tries others.
"""

from __future__ import annotations

SMOOTHING = 0.3
"""Added to every count. A text's words count twice, those of its reason once."""

CUE_WEIGHT = 0.5
"""How much a cue counts against a word."""

NEIGHBOR_BACKOFF = 1000.0
"""How many words' worth a neighbour of outside borrows from all the others."""

OUTSIDE_PRIOR = 0.3
"""How often people ask of something outside, against any one of the patterns."""

TEMPERATURE = 2.4
TEMPERATURE_EXPONENT = 0.2
"""What scores are divided by to become probabilities: temperature × known words ** growth.

Strangers write otherwise than those who wrote the scenarios, and often in a few words. So this is
where the losses add up to the least over five folds, over one writer and over one source held out at
a time (``--by-writer``, ``--by-source``), and over problems cut down to 1 to 18 words (``--snippets``).
"""

KNN_K = 80
"""So many of the likest stories speak for their verdicts."""

VOTE_EXPONENT = 4
"""How much more a story says that is liker: likeness ** sharpness."""

UNIFORM_VOTE_WORDS = 60
"""As much as a story of so many words that shares one rare word with the text votes for all verdicts alike."""

VOTE_WEIGHT = 0.75
VOTE_SMOOTHING = 0.05
"""What is added to the logarithm of a verdict's likelihood: weight × log(share of the votes + unvoted)."""

MIN_HIGHLIGHT_WORD_WEIGHT = 0.25
"""How much more a word must speak for a verdict than for its rivals to be shown as a reason."""

MIN_HIGHLIGHT_RUN_WEIGHT = 0.6
"""How much a run of such words must weigh together."""

MAX_HIGHLIGHT_WORDS = 12
"""How many words are shown as reasons."""

MIN_EVIDENCE_RATIO = 2.0
"""How much oftener than on average a verdict's problems must give a cue for it to be told as a reason."""

MIN_SETTLED_CONFIDENCE = 0.35
"""Below this confidence no verdict is told, only the likeliest and a question."""

SCENARIOS_PER_KNOWN_WORD = 150
"""A word is well known that one of so many stories has. Of texts without any, half the first answers are wrong."""

MIN_ALTERNATIVE_PROBABILITY = 0.03
"""A verdict that is less likely is told beside the answer only where a contrast tells the two apart."""

SKIP_PROMPT_CONFIDENCE = 0.9
"""From this confidence on, a person is not asked."""

SKIP_QUESTION_CONFIDENCE = 0.98
"""From this confidence on, no question is asked."""

MIN_EXPECTED_GAIN = 0.005
"""How much likelier a right answer must become by a question for it to be asked."""

WRONG_ANSWER_RATE = 0.02
"""How much is left of a verdict that an answer speaks against: people answer wrongly, too."""

PACK_WEIGHT_EXPONENT = 3
"""How sharply the pack whose stories come nearest is believed before the others."""

NAMED_PROBABILITY = 0.9
"""How likely it is that a text that is nothing but a name asks for what goes by it."""

NO_SCENARIO_TRUST = 0.6
"""How sure an answer can be that rests on a pack's descriptions and not on scenarios."""
