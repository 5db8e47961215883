"""What a pack knows, as typed and frozen data.

Every content file is one of these records written as YAML. All leaves are text: a pack never
has to think about which words YAML would turn into numbers, dates or booleans.

A *ref* names something that can be recommended: a pattern (``websocket``), a variant
(``pagination/cursor``) or a neighbour, which is near these patterns but outside them
(``message-queue``). ``outside`` is the verdict that none of the pack's patterns fits.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

OUTSIDE = "outside"

UsageRole = Literal["uses", "alternative", "rejected"]
"""How a system stands to a pattern: it uses it, could use it, or weighed it and did without."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape that all content shares: immutable, and strict about unknown keys."""


class Reference(Record, frozen=True, kw_only=True):
    """A primary source: a standard or the maker's own documentation, and what it is cited for."""

    id: str
    title: str
    url: str
    publisher: str
    says: str


class Footnote(Record, frozen=True, kw_only=True):
    """A sourced remark that stands beside words of the cheat sheet without changing them.

    ``quote`` is found word for word in the entry that carries the footnote.
    """

    id: str
    quote: str
    text: str
    sources: tuple[str, ...]


class Condition(Record, frozen=True, kw_only=True):
    """One reason to choose a pattern.

    ``label`` is the line of the cheat sheet it stands under, where that says more than "When to use".
    """

    id: str
    text: str
    label: str = ""


class Caution(Record, frozen=True, kw_only=True):
    """One reason not to choose a pattern, and the refs that serve better then; ``label`` as in ``Condition``."""

    id: str
    text: str
    label: str = ""
    instead: tuple[str, ...] = ()


class UsageRow(Record, frozen=True, kw_only=True):
    """One row of an "applied in" table: what a system does with the pattern, and why.

    ``variant`` is set where the row is about one variant only; ``instead_of`` names the refs that
    the row argues against. ``more`` holds the cells of a fourth column and further ones; ``link`` is
    the row's own link, where it is not that of the system.
    """

    system: str
    variant: str = ""
    use: str = ""
    why: str = ""
    more: tuple[str, ...] = ()
    link: str = ""
    role: UsageRole = "uses"
    instead_of: tuple[str, ...] = ()


class UsageTable(Record, frozen=True, kw_only=True):
    """The "applied in" table of a pattern, under its own column names: the system's, then those of what and why."""

    title: str
    columns: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    rows: tuple[UsageRow, ...]


class Note(Record, frozen=True, kw_only=True):
    """A labelled remark of the cheat sheet; ``code`` is an example, kept line by line.

    ``heading`` is the sub-heading that stands before it, ``level`` how many levels that lies below the
    sub-headings (empty for none). ``points`` and ``steps`` are a list with bullets and a numbered one.
    ``markdown`` keeps lines as they were written. ``table`` names the table that stands in this place.
    """

    id: str
    heading: str = ""
    level: Literal["", "1", "2"] = ""
    label: str = ""
    text: str = ""
    points: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    code: str = ""
    language: str = ""
    markdown: str = ""
    table: str = ""


class TheoryLink(Record, frozen=True, kw_only=True):
    """Where the cheat sheet sends the reader for the theory."""

    text: str
    link: str


class Pitfall(Record, frozen=True, kw_only=True):
    """What goes wrong in production, and what to do about it."""

    id: str
    title: str
    text: str
    do: str
    sources: tuple[str, ...] = ()


class Job(Record, frozen=True, kw_only=True):
    """What a pattern is for, in words that make the reasons for right and wrong answers.

    ``solves`` is a sentence that says why it is right for what it is for. ``only`` is a sentence that
    says all it does, for problems which that leaves unsolved. ``needs`` goes on after "you need", and
    is what there has to be a need of for it to be right.
    """

    solves: str
    only: str
    needs: str


class Variant(Record, frozen=True, kw_only=True):
    """One way of doing a pattern that is a choice of its own, such as cursor or offset.

    ``profile`` holds only the attributes in which it differs from its pattern.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    summary: str
    what: str
    use_when: tuple[Condition, ...] = ()
    avoid_when: tuple[Caution, ...] = ()
    profile: dict[str, str] = {}
    job: Job | None = None


class Pattern(Record, frozen=True, kw_only=True):
    """One pattern: a file under ``patterns/``.

    ``in_order`` names stretches of the diagram's steps, as ``first-last`` counted from 1, in which
    each step must follow the one before: those can be asked for in their order.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    summary: str
    what: str
    use_when: tuple[Condition, ...]
    avoid_when: tuple[Caution, ...]
    diagram: str = ""
    in_order: tuple[str, ...] = ()
    profile: dict[str, str] = {}
    job: Job | None = None
    variants: tuple[Variant, ...] = ()
    applied: UsageTable | None = None
    notes: tuple[Note, ...] = ()
    theory: tuple[TheoryLink, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[Reference, ...] = ()


class System(Record, frozen=True, kw_only=True):
    """A system that applies patterns; ``link`` is the cheat sheet's own link to it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    summary: str
    link: str = ""


class TableColumn(Record, frozen=True, kw_only=True):
    """A table column; ``about`` names the ref that the whole column describes."""

    label: str
    about: str = ""


class TableRow(Record, frozen=True, kw_only=True):
    """A table row; ``about`` names the refs that the row describes."""

    id: str
    cells: tuple[str, ...]
    about: tuple[str, ...] = ()


class Table(Record, frozen=True, kw_only=True):
    """A comparison or decision table; ``patterns`` are those on whose cards it stands."""

    id: str
    title: str
    patterns: tuple[str, ...] = ()
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    footnotes: tuple[Footnote, ...] = ()


class Chapter(Record, frozen=True, kw_only=True):
    """A part of the cheat sheet that is about no one pattern.

    ``opens`` is the id of the group before whose patterns it stands, or ``pack`` for what comes before
    everything else.
    """

    id: str
    title: str
    opens: str = ""
    notes: tuple[Note, ...] = ()


class ContrastChoice(Record, frozen=True, kw_only=True):
    """One side of a contrast: choose this ref when this holds, because of that.

    ``fails`` says what goes wrong with it where the other side is right.
    """

    choose: str
    when: str
    because: str
    fails: str = ""


class NeutralChange(Record, frozen=True, kw_only=True):
    """A change to the story of a flip that looks as weighty and leaves its answer as it is."""

    change: str
    because: str


class Flip(Record, frozen=True, kw_only=True):
    """A story and the one changed fact that turns its answer round; ``stays`` are changes that do not."""

    story: str
    answer: str
    change: str
    then: str
    because: str
    stays: tuple[NeutralChange, ...] = ()


class Contrast(Record, frozen=True, kw_only=True):
    """Two refs that people confuse, and the question that tells them apart."""

    id: str
    between: tuple[str, str]
    question: str
    choices: tuple[ContrastChoice, ContrastChoice]
    flip: Flip


class Neighbor(Record, frozen=True, kw_only=True):
    """What lies near the pack's patterns but outside them, so that "none of these" has a name.

    ``near`` lists the patterns it is mistaken for; ``do`` is the first step of one who needs it.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    purpose: str
    tell_apart: str
    do: str
    near: tuple[str, ...] = ()


class TreeOption(Record, frozen=True, kw_only=True):
    """An answer to a tree question; ``to`` is the id of the next question or of a leaf."""

    id: str
    label: str
    example: str
    to: str


class TreeQuestion(Record, frozen=True, kw_only=True):
    """A question of the decision tree; ``path`` is the short word for it in the trail so far."""

    id: str
    ask: str
    path: str
    options: tuple[TreeOption, ...]


class TreeLeaf(Record, frozen=True, kw_only=True, rename={"neighbor": "neighbour"}):
    """Where the tree ends: a verdict, why, what it costs and what would change it.

    A leaf whose verdict is ``outside`` names the neighbour to look at instead, where there is one.
    """

    id: str
    verdict: str
    neighbor: str = ""
    because: str
    costs: tuple[str, ...]
    reconsider: tuple[str, ...]


class DecisionTree(Record, frozen=True, kw_only=True):
    """The decision tree: ``start`` is the id of the first question."""

    start: str
    questions: tuple[TreeQuestion, ...]
    leaves: tuple[TreeLeaf, ...]


class Scenario(Record, frozen=True, kw_only=True, rename={"neighbor": "neighbour"}):
    """A problem in a person's own words. Its verdict is that of the file it stands in.

    ``why`` is what in the text decides; ``but_not`` says of near misses (refs) why they fail;
    ``neighbour`` is what fits where the verdict is outside; ``set`` joins tellings of one story
    that differ in a fact or two.
    """

    id: str
    text: str
    typed: str = ""
    """The problem as somebody typed it, slang and typos included; ``ask`` learns from it, the quiz shows ``text``."""
    why: str
    but_not: dict[str, str] = {}
    neighbor: str = ""
    set: str = ""

    @property
    def as_typed(self) -> str:
        """The wording that ``ask`` learns from."""
        return self.typed or self.text


class ScenariosFile(Record, frozen=True, kw_only=True):
    """A file under ``scenarios/``: the problems that one verdict answers."""

    verdict: str
    scenarios: tuple[Scenario, ...]


class Cue(Record, frozen=True, kw_only=True):
    """Phrases that say one thing about a problem, however they are worded.

    ``says`` is that thing in plain words; ``answers`` names the option of a tree question that it
    amounts to, as ``question=option``. How phrases are written is told in ``advise/cues.py``.
    """

    id: str
    says: str
    answers: str = ""
    phrases: tuple[str, ...]


class CuesFile(Record, frozen=True, kw_only=True):
    """``cues.yaml``."""

    cues: tuple[Cue, ...]


class Group(Record, frozen=True, kw_only=True):
    """Patterns that belong together, in the order they are listed."""

    id: str
    title: str
    patterns: tuple[str, ...]


class ProfileAttribute(Record, frozen=True, kw_only=True):
    """One line of a profile, the same for every pattern of the pack."""

    id: str
    label: str


class PackInfo(Record, frozen=True, kw_only=True):
    """The head of a pack: ``pack.yaml``."""

    id: str
    title: str
    summary: str
    origin: str = ""
    groups: tuple[Group, ...] = ()
    profile: tuple[ProfileAttribute, ...] = ()


class Rename(Record, frozen=True, kw_only=True):
    """That something goes by another id now. Both are written as in ``ids.txt``."""

    id: str
    renamed_from: str


class Retirement(Record, frozen=True, kw_only=True):
    """That something was taken out of the pack, and why. The id is written as in ``ids.txt``."""

    id: str
    why: str


class HistoryFile(Record, frozen=True, kw_only=True):
    """``history.yaml``: what became of published ids that are gone, so that what a person learned stays theirs."""

    renamed: tuple[Rename, ...] = ()
    retired: tuple[Retirement, ...] = ()


class Pack(Record, frozen=True, kw_only=True):
    """One pack of content, whole."""

    info: PackInfo
    patterns: tuple[Pattern, ...] = ()
    systems: tuple[System, ...] = ()
    tables: tuple[Table, ...] = ()
    tree: DecisionTree | None = None
    contrasts: tuple[Contrast, ...] = ()
    neighbors: tuple[Neighbor, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    history: HistoryFile = HistoryFile()


class DiagramStep(Record, frozen=True, kw_only=True):
    """One step of a sequence diagram, in words; ``within`` are the loops and branches around it."""

    text: str
    within: tuple[str, ...] = ()


class DiagramRendering(Record, frozen=True, kw_only=True):
    """A diagram drawn in characters; ``width`` is that of its longest line."""

    width: int
    lines: tuple[str, ...]
    ascii_lines: tuple[str, ...]


class RenderedDiagram(Record, frozen=True, kw_only=True):
    """A pattern's diagram, drawn at a few widths, widest first, and told as steps."""

    renderings: tuple[DiagramRendering, ...]
    steps: tuple[DiagramStep, ...]
