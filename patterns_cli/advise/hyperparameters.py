"""Hyperparameters of the ranker, chosen by cross-validation on the scenarios of the built-in pack.

``python -m tests.accuracy.cross_validate`` measures them in five folds, with near-duplicates and variants of the
same story always in the same fold; ``--search`` tries other values.
"""

from __future__ import annotations

SMOOTHING = 0.3
"""Additive (Lidstone) smoothing of the counts, in which words of a text count twice and words of its reason once."""

CUE_WEIGHT = 0.5
"""Weight of a cue, relative to a word."""

NEIGHBOR_BACKOFF = 1000.0
"""Words by which a neighbor's counts are backed off to those of all neighbors."""

OUTSIDE_PRIOR = 0.3
"""Prior of outside, relative to that of any pattern."""

TEMPERATURE = 2.4
TEMPERATURE_EXPONENT = 0.2
"""The divisor that turns scores into probabilities: temperature × known words ** exponent.

Users write differently from the authors of the scenarios, and often only a few words. So these values minimize the
sum of the losses over five folds, over a writer and over a source held out at a time (``--by-writer``,
``--by-source``), and over problems cut to 1 to 18 words (``--snippets``).
"""

KNN_K = 80
"""k of the nearest-neighbor vote."""

VOTE_EXPONENT = 4
"""Exponent of a scenario's similarity in the vote."""

UNIFORM_VOTE_WORDS = 60
"""Scenario length, in words, at which a single shared rare word counts as the uniform vote."""

VOTE_WEIGHT = 0.75
VOTE_SMOOTHING = 0.05
"""The vote adds weight × log(share of the votes + smoothing) to the log-probability of a verdict."""

MIN_HIGHLIGHT_WORD_WEIGHT = 0.25
"""Minimum log-odds of a highlighted word for its verdict against the rivals."""

MIN_HIGHLIGHT_RUN_WEIGHT = 0.6
"""Minimum sum of the log-odds in a run of highlighted words."""

MAX_HIGHLIGHT_WORDS = 12
"""Maximum number of highlighted words."""

MIN_EVIDENCE_RATIO = 2.0
"""Minimum ratio of a cue's frequency in a verdict's problems to its average, to be shown as a reason."""

MIN_SETTLED_CONFIDENCE = 0.35
"""Minimum confidence to give advice; below it only the likeliest verdicts and a question are shown."""

SCENARIOS_PER_KNOWN_WORD = 150
"""A word is well known if at least 1 in 150 scenarios has it. Without such a word, half the answers are wrong."""

MIN_ALTERNATIVE_PROBABILITY = 0.03
"""Minimum probability of an alternative that no contrast separates from the verdict."""

SKIP_PROMPT_CONFIDENCE = 0.9
"""Minimum confidence to skip the prompt on a terminal."""

SKIP_QUESTION_CONFIDENCE = 0.98
"""Minimum confidence to suggest no follow-up question."""

MIN_EXPECTED_GAIN = 0.005
"""Minimum gain in expected accuracy for a follow-up question."""

WRONG_ANSWER_RATE = 0.02
"""Probability that an answer is wrong; a verdict that it excludes keeps this share."""

PACK_WEIGHT_EXPONENT = 3
"""Exponent of a pack's coverage in its weight."""

NAMED_PROBABILITY = 0.9
"""Probability given to a verdict whose exact name is the whole text."""

NO_SCENARIO_TRUST = 0.6
"""Trust in a prediction from descriptions instead of scenarios, from 0 to 1."""
