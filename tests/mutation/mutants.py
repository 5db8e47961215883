"""Mutants of a module: copies of its source with one small fault each."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
SWAPPED_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """A mutated module."""

    line: int
    before: str
    """The mutated statement or expression as it was."""
    after: str
    source: str

    @property
    def label(self) -> str:
        """Identifies the mutation in the list of equivalent mutants, whatever its line."""
        return f"{self.before} -> {self.after}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its nodes."""
    tree = ast.parse(source)
    skipped = {id(node) for part in ast.walk(tree) for node in _skipped_parts(part)}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for variant in range(len(_replacements(node))):
            changed = copy.deepcopy(tree)
            target = next(other for number, other in enumerate(ast.walk(changed)) if number == index)
            before = ast.unparse(target)
            replacement = _replacements(target)[variant]
            if replacement is not target:
                target.__class__ = replacement.__class__
                target.__dict__ = {**target.__dict__, **replacement.__dict__}
            ast.fix_missing_locations(changed)
            yield Mutant(getattr(node, "lineno", 0), before, ast.unparse(target), ast.unparse(changed))


def _skipped_parts(node: ast.AST) -> Iterator[ast.AST]:
    """Annotations and everything under ``if TYPE_CHECKING``, which do not run."""
    roots: list[ast.AST | None] = []
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        roots.append(node)
    elif isinstance(node, ast.FunctionDef):
        roots += [node.returns, *node.decorator_list]
    elif isinstance(node, ast.ClassDef):
        roots += [*node.keywords, *node.decorator_list]
    elif isinstance(node, ast.AnnAssign | ast.arg):
        roots.append(node.annotation)
    for root in roots:
        if root is not None:
            yield from ast.walk(root)


def _replacements(node: ast.AST) -> list[ast.AST]:  # noqa: PLR0911 - a table
    """What a node is replaced by, one per mutant; the node itself is left as it is."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=comparators) if type(operator) in COMPARISONS:
            return [ast.Compare(left, [COMPARISONS[type(operator)]()], comparators)]
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
            return [ast.BinOp(left, OPERATORS[type(operator)](), right)]
        case ast.AugAssign(target=target, op=operator, value=value) if type(operator) in OPERATORS:
            return [ast.AugAssign(target, OPERATORS[type(operator)](), value)]
        case ast.BoolOp(op=operator, values=values):
            return [ast.BoolOp(ast.And() if isinstance(operator, ast.Or) else ast.Or(), values)]
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            return [ast.BoolOp(ast.And(), [operand, operand])]  # the operand without the operator
        case ast.Constant(value=bool(value)):
            return [ast.Constant(not value)]
        case ast.Constant(value=int() | float() as value):
            return [ast.Constant(value + 1), ast.Constant(value - 1)]
        case ast.If(body=body, orelse=orelse):
            return [ast.If(ast.Constant(value), body, orelse) for value in (True, False)]
        case ast.IfExp(body=body, orelse=orelse):
            return [ast.IfExp(ast.Constant(value), body, orelse) for value in (True, False)]
        case ast.comprehension(target=target, iter=iterable, ifs=[_, *_], is_async=is_async):
            return [ast.comprehension(target, iterable, [], is_async)]
        case ast.Name(id=name) if name in SWAPPED_NAMES:
            return [ast.Name(SWAPPED_NAMES[name], ast.Load())]
    return []
