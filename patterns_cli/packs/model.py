"""Pack content as typed, frozen records.

Every content file is one of these records written as YAML. All leaves are text, so an author never
has to know which words YAML would turn into numbers, dates or booleans.

A *ref* identifies something that can be recommended: a pattern (``websocket``), a variant
(``pagination/cursor``) or a neighbor, which is close to the pack's patterns but not covered by them
(``message-queue``). The verdict ``outside`` means that none of the pack's patterns fits.

The docstrings of the records and the strings below their fields are the descriptions in the JSON Schemas.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

OUTSIDE = "outside"

UsageRole = Literal["uses", "alternative", "rejected"]
"""How a system relates to a pattern: uses it, could use it, or considered and rejected it."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base class of all content records: immutable, and strict about unknown keys."""


class Reference(Record, frozen=True, kw_only=True):
    """A primary source: a standard, or the vendor's own documentation."""

    id: str
    """Id of the source, unique within the pattern. Pitfalls and footnotes cite it."""

    title: str
    """Title of the document."""

    url: str
    """Address of the document."""

    publisher: str
    """Who publishes the document, such as IETF or WHATWG."""

    says: str
    """The statement that the source is cited for."""


class Footnote(Record, frozen=True, kw_only=True):
    """A sourced remark about words of the entry, which stay unchanged."""

    id: str
    """Id of the footnote, unique within the entry."""

    quote: str
    """The words that the footnote is about, copied exactly from the entry."""

    text: str
    """The remark itself."""

    sources: tuple[str, ...]
    """Ids of the references that support the remark."""


class Condition(Record, frozen=True, kw_only=True):
    """A reason to choose a pattern."""

    id: str
    """Id of the reason, unique within its list."""

    text: str
    """The reason, as a phrase or sentence."""

    label: str = ""
    """Heading of the reason on the cheat sheet, if it is more specific than "When to use"."""


class Caution(Record, frozen=True, kw_only=True):
    """A reason not to choose a pattern."""

    id: str
    """Id of the reason, unique within its list."""

    text: str
    """The reason, as a phrase or sentence."""

    label: str = ""
    """Heading of the reason on the cheat sheet, if it is more specific than "When to avoid"."""

    instead: tuple[str, ...] = ()
    """Refs that are a better choice in this case."""


class UsageRow(Record, frozen=True, kw_only=True):
    """A row of an "applied in" table: what a system does with the pattern, and why."""

    system: str
    """Id of the system, from systems.yaml."""

    variant: str = ""
    """Id of the variant, if the row is about a single variant."""

    use: str = ""
    """What the system uses the pattern for: the second column."""

    why: str = ""
    """Why the system uses the pattern: the third column."""

    more: tuple[str, ...] = ()
    """Cells of the fourth and further columns."""

    link: str = ""
    """Link of this row, if it differs from that of the system."""

    role: UsageRole = "uses"
    """How the system relates to the pattern: uses it, could use it (alternative), or rejected it."""

    instead_of: tuple[str, ...] = ()
    """Refs that the row argues against."""


class UsageTable(Record, frozen=True, kw_only=True):
    """The "applied in" table of a pattern."""

    title: str
    """Title of the table."""

    columns: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Column names: the system, what it uses the pattern for, why, and any further columns."""

    rows: tuple[UsageRow, ...]
    """Rows of the table, in order."""


class Note(Record, frozen=True, kw_only=True):
    """A remark of the cheat sheet: text, a list, an example, or a table."""

    id: str
    """Id of the note, unique within its list."""

    heading: str = ""
    """Subheading before the note."""

    level: Literal["", "1", "2"] = ""
    """How many levels the subheading is below the usual level of subheadings. Empty means none."""

    label: str = ""
    """Label before the text, such as "Rule of thumb"."""

    text: str = ""
    """The remark itself."""

    points: tuple[str, ...] = ()
    """A bulleted list."""

    steps: tuple[str, ...] = ()
    """A numbered list."""

    code: str = ""
    """An example, kept line by line."""

    language: str = ""
    """Language of the example, for syntax highlighting."""

    markdown: str = ""
    """Markdown that is kept exactly as it was written."""

    table: str = ""
    """Id of the table shown in this place, from tables.yaml."""


class TheoryLink(Record, frozen=True, kw_only=True):
    """A link of the cheat sheet to the theory behind a pattern."""

    text: str
    """Text of the link."""

    link: str
    """Address of the page."""


class Pitfall(Record, frozen=True, kw_only=True):
    """Something that goes wrong in production, and how to prevent or fix it."""

    id: str
    """Id of the pitfall, unique within the pattern."""

    title: str
    """The pitfall in a few words."""

    text: str
    """What goes wrong, and why."""

    do: str
    """What to do about it."""

    sources: tuple[str, ...] = ()
    """Ids of the references that describe it."""


class Job(Record, frozen=True, kw_only=True):
    """What a pattern is for, in phrases that form the reasons for right and wrong answers."""

    solves: str
    """A sentence that says why the pattern is right for its purpose."""

    only: str
    """A sentence that says all the pattern does, for problems which that leaves unsolved."""

    needs: str
    """The need that makes the pattern right, as a continuation of "you need"."""


class Variant(Record, frozen=True, kw_only=True):
    """A way to implement a pattern that is a choice of its own, such as cursor or offset."""

    id: str
    """Id of the variant, unique within the pattern. Its ref is pattern/variant."""

    name: str
    """Name of the variant."""

    aliases: tuple[str, ...] = ()
    """Other names of the variant."""

    summary: str
    """The variant in a sentence."""

    what: str
    """How the variant works."""

    use_when: tuple[Condition, ...] = ()
    """Reasons to choose the variant."""

    avoid_when: tuple[Caution, ...] = ()
    """Reasons not to choose the variant."""

    profile: dict[str, str] = {}
    """The profile attributes in which the variant differs from its pattern, by attribute id."""

    job: Job | None = None
    """What the variant is for, if that differs from its pattern."""


class Pattern(Record, frozen=True, kw_only=True):
    """A pattern: a file in the folder patterns."""

    id: str
    """Id of the pattern, which is also the name of its file."""

    name: str
    """Name of the pattern."""

    aliases: tuple[str, ...] = ()
    """Other names of the pattern."""

    summary: str
    """The pattern in a sentence."""

    what: str
    """How the pattern works."""

    use_when: tuple[Condition, ...]
    """Reasons to choose the pattern."""

    avoid_when: tuple[Caution, ...]
    """Reasons not to choose the pattern."""

    diagram: str = ""
    """A Mermaid sequence diagram of how the pattern works."""

    in_order: tuple[str, ...] = ()
    """Ranges of diagram steps that can only happen in this order, as first-last counted from 1, such as 2-5."""

    profile: dict[str, str] = {}
    """Text of each profile attribute, by the attribute ids of pack.yaml."""

    job: Job | None = None
    """What the pattern is for."""

    variants: tuple[Variant, ...] = ()
    """Ways to implement the pattern that are choices of their own."""

    applied: UsageTable | None = None
    """Systems that use the pattern, and why."""

    notes: tuple[Note, ...] = ()
    """Further remarks of the cheat sheet."""

    theory: tuple[TheoryLink, ...] = ()
    """Links to the theory behind the pattern."""

    pitfalls: tuple[Pitfall, ...] = ()
    """What goes wrong in production."""

    footnotes: tuple[Footnote, ...] = ()
    """Sourced remarks about words of this file."""

    references: tuple[Reference, ...] = ()
    """Primary sources that pitfalls and footnotes cite."""


class System(Record, frozen=True, kw_only=True):
    """A system that uses patterns."""

    id: str
    """Id of the system, unique within the pack."""

    name: str
    """Name of the system."""

    aliases: tuple[str, ...] = ()
    """Other names of the system."""

    summary: str
    """The system in a sentence."""

    link: str = ""
    """Link of the cheat sheet to the system."""


class TableColumn(Record, frozen=True, kw_only=True):
    """A table column."""

    label: str
    """Heading of the column."""

    about: str = ""
    """Ref that the whole column describes, if any."""


class TableRow(Record, frozen=True, kw_only=True):
    """A table row."""

    id: str
    """Id of the row, unique within the table."""

    cells: tuple[str, ...]
    """Text of each cell, in the order of the columns."""

    about: tuple[str, ...] = ()
    """Refs that the row describes."""


class Table(Record, frozen=True, kw_only=True):
    """A comparison or decision table."""

    id: str
    """Id of the table, unique within the pack."""

    title: str
    """Title of the table."""

    patterns: tuple[str, ...] = ()
    """Ids of the patterns whose cards show the table."""

    columns: tuple[TableColumn, ...]
    """Columns of the table, from left to right."""

    rows: tuple[TableRow, ...]
    """Rows of the table, from top to bottom."""

    footnotes: tuple[Footnote, ...] = ()
    """Sourced remarks about cells of the table."""


class Chapter(Record, frozen=True, kw_only=True):
    """A chapter of the cheat sheet that is not about a single pattern."""

    id: str
    """Id of the chapter, unique within the pack."""

    title: str
    """Title of the chapter."""

    opens: str = ""
    """Id of the group that the chapter introduces, or pack for a chapter before everything else."""

    notes: tuple[Note, ...] = ()
    """Content of the chapter, in order."""


class ContrastChoice(Record, frozen=True, kw_only=True):
    """A side of a contrast: when to choose this ref, and why."""

    choose: str
    """Ref of this side."""

    when: str
    """The condition under which this side is right."""

    because: str
    """Why this side is right under that condition."""

    fails: str = ""
    """What goes wrong with this side where the other side is right."""


class NeutralChange(Record, frozen=True, kw_only=True):
    """A change to the story of a flip that looks important but leaves the answer unchanged."""

    change: str
    """The changed fact."""

    because: str
    """Why the answer stays the same."""


class Flip(Record, frozen=True, kw_only=True):
    """A story, and a single changed fact that reverses its answer."""

    story: str
    """A problem as a user would describe it."""

    answer: str
    """Ref that is right for the story."""

    change: str
    """The changed fact."""

    then: str
    """Ref that is right after the change."""

    because: str
    """Why the change reverses the answer."""

    stays: tuple[NeutralChange, ...] = ()
    """Changes that leave the answer unchanged."""


class Contrast(Record, frozen=True, kw_only=True):
    """Two refs that are easily confused, and the question that decides between them."""

    id: str
    """Id of the contrast, unique within the pack."""

    between: tuple[str, str]
    """The two refs."""

    question: str
    """The question that decides between the two refs."""

    choices: tuple[ContrastChoice, ContrastChoice]
    """When to choose which of the two refs."""

    flip: Flip
    """A story with a changed fact that reverses its answer."""


class Neighbor(Record, frozen=True, kw_only=True):
    """A solution close to the pack's patterns but not covered by them, so that "none of these" has a name."""

    id: str
    """Id of the neighbor, unique within the pack."""

    name: str
    """Name of the neighbor."""

    aliases: tuple[str, ...] = ()
    """Other names of the neighbor."""

    purpose: str
    """What the neighbor is for."""

    tell_apart: str
    """How to distinguish it from the pack's patterns."""

    do: str
    """The first step for a user who needs it."""

    near: tuple[str, ...] = ()
    """Refs of the patterns and variants that it is mistaken for."""


class TreeOption(Record, frozen=True, kw_only=True):
    """An answer to a question of the decision tree."""

    id: str
    """Id of the option, unique within the question."""

    label: str
    """Text of the answer."""

    example: str
    """An example of a problem with this answer."""

    to: str
    """Id of the next question or of a leaf."""


class TreeQuestion(Record, frozen=True, kw_only=True):
    """A question of the decision tree."""

    id: str
    """Id of the question, unique within the tree."""

    ask: str
    """Text of the question."""

    path: str = ""
    """A short name of the question. Optional; no command shows it."""

    options: tuple[TreeOption, ...]
    """Possible answers, in order."""


class TreeLeaf(Record, frozen=True, kw_only=True, rename={"neighbor": "neighbour"}):
    """An end of the decision tree: a verdict, why, what it costs and what would change it."""

    id: str
    """Id of the leaf, unique within the tree."""

    verdict: str
    """Ref of the recommended pattern or variant, or outside if none fits."""

    neighbor: str = ""
    """Id of the neighbor to use instead, if the verdict is outside and there is a suitable neighbor."""

    because: str
    """Why the answers lead to this verdict."""

    costs: tuple[str, ...]
    """What the choice costs."""

    reconsider: tuple[str, ...]
    """Changes that would lead to another verdict."""


class DecisionTree(Record, frozen=True, kw_only=True):
    """decide.yaml: the decision tree."""

    start: str
    """Id of the first question."""

    questions: tuple[TreeQuestion, ...]
    """All questions of the tree."""

    leaves: tuple[TreeLeaf, ...]
    """All verdicts of the tree."""


class Scenario(Record, frozen=True, kw_only=True, rename={"neighbor": "neighbour"}):
    """A problem in a user's own words. Its verdict is that of its file."""

    id: str
    """Id of the scenario, unique within the pack."""

    text: str
    """The problem, in the words of a user who does not know the answer."""

    typed: str = ""
    """The problem as it was typed, slang and typos included: ask learns from it, the quiz shows the text."""

    why: str
    """The fact in the text that decides."""

    but_not: dict[str, str] = {}
    """Why plausible wrong answers fail here, by ref."""

    neighbor: str = ""
    """Id of the neighbor that fits, if the verdict of the file is outside."""

    set: str = ""
    """Common name of scenarios that are the same story but for a fact or two."""

    @property
    def as_typed(self) -> str:
        """The wording that ``ask`` learns from."""
        return self.typed or self.text


class ScenariosFile(Record, frozen=True, kw_only=True):
    """A file in the folder scenarios: problems that have the same verdict."""

    verdict: str
    """Ref that answers all scenarios of the file, or outside if no pattern of the pack fits."""

    scenarios: tuple[Scenario, ...]
    """The problems."""


class Cue(Record, frozen=True, kw_only=True):
    """Phrases that state the same fact about a problem in different words."""

    id: str
    """Id of the cue, unique within the pack."""

    says: str
    """The fact in plain words."""

    answers: str = ""
    """The option of the decision tree that the fact amounts to, as question=option."""

    phrases: tuple[str, ...]
    """Phrases to look for. The header of cues.yaml in a new pack explains the notation."""


class CuesFile(Record, frozen=True, kw_only=True):
    """cues.yaml: phrases that state facts about a problem."""

    cues: tuple[Cue, ...]
    """The cues, in any order."""


class Group(Record, frozen=True, kw_only=True):
    """Patterns that belong together."""

    id: str
    """Id of the group, unique within the pack."""

    title: str
    """Title of the group."""

    patterns: tuple[str, ...]
    """Ids of the patterns, in the order they are listed."""


class ProfileAttribute(Record, frozen=True, kw_only=True):
    """A profile attribute, which every pattern of the pack has."""

    id: str
    """Id of the attribute, unique within the pack."""

    label: str
    """Name of the attribute."""


class PackInfo(Record, frozen=True, kw_only=True):
    """pack.yaml: the name of the pack, and how it is organized."""

    id: str
    """Id of the pack: lowercase letters, digits and single hyphens, at most 60 characters."""

    title: str
    """Title of the pack."""

    summary: str
    """What the pack is about, in a sentence."""

    origin: str = ""
    """Where the content comes from."""

    groups: tuple[Group, ...] = ()
    """Groups of patterns, in the order they are listed."""

    profile: tuple[ProfileAttribute, ...] = ()
    """Attributes by which patterns are compared."""


class Rename(Record, frozen=True, kw_only=True):
    """A published id that has changed."""

    id: str
    """The current id, written as in ids.txt."""

    renamed_from: str
    """The previous id, written as in ids.txt."""


class Retirement(Record, frozen=True, kw_only=True):
    """A published id that was removed from the pack."""

    id: str
    """The removed id, written as in ids.txt."""

    why: str
    """Why it was removed, or what replaced it."""


class HistoryFile(Record, frozen=True, kw_only=True):
    """history.yaml: what happened to published ids that are gone, so that users keep their progress."""

    renamed: tuple[Rename, ...] = ()
    """Ids that have changed."""

    retired: tuple[Retirement, ...] = ()
    """Ids that were removed."""


class Pack(Record, frozen=True, kw_only=True):
    """The content of a pack, without its scenarios and cues."""

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
    """A step of a sequence diagram, in words."""

    text: str
    within: tuple[str, ...] = ()
    """The loops and branches around the step, outermost first."""


class DiagramRendering(Record, frozen=True, kw_only=True):
    """A diagram drawn in characters."""

    width: int
    """Length of the longest line, in characters."""

    lines: tuple[str, ...]
    ascii_lines: tuple[str, ...]
    """The same drawing in ASCII."""


class RenderedDiagram(Record, frozen=True, kw_only=True):
    """A sequence diagram as drawings of several widths and as steps."""

    renderings: tuple[DiagramRendering, ...]
    """The drawings, widest first."""

    steps: tuple[DiagramStep, ...]
