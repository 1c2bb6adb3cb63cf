"""What a source file does, without how it is written: a normalised syntax tree, and its imports.

Left out are comments and layout (no part of a syntax tree), docstrings, `__all__` and
`__version__`, what only type checkers see, the wording of errors, and the words of a declaration
(of a parameter or an outcome: unit, label, meaning, source). The tree is written down by hand
rather than by `ast.dump`, whose form differs between versions of Python.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator

WORDS = frozenset({"unit", "label", "meaning", "source"})
"""Arguments of a declaration that decide no number."""
DECLARED = (
    *("group", "default", "low", "high", "unit", "label", "meaning", "source", "default_from"),
    "inert",
)
"""Arguments, in order, of `attune_sim.parameters.declaration.declared`, which modules import."""
_NAMES_ONLY = frozenset({"__all__", "__version__"})
_BLANK = ast.Constant(value="")


def digest(tree: ast.Module) -> str:
    """A digest of what a module does. The tree is changed by that."""
    parts: list[str] = []
    _write(_Plain(_signatures(tree)).visit(tree), parts)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def imports(tree: ast.Module, module: str, package: bool) -> set[tuple[str, str | None]]:
    """All imports, at the top or within functions, as (module, name or None), names absolute.

    Imports for type checkers are left out, but for those of a package's own file: they may be
    names that the package imports when they are asked for.
    """
    found: set[tuple[str, str | None]] = set()
    for node in _nodes(tree, typing=package):
        if isinstance(node, ast.Import):
            found |= {(alias.name, None) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                up = module.split(".")
                up = up[: len(up) - node.level + package]
                origin = ".".join([*up, *([node.module] if node.module else [])])
            found |= {(origin, None if a.name == "*" else a.name) for a in node.names}
    return found


def _nodes(node: ast.AST, typing: bool) -> Iterator[ast.AST]:
    yield node
    unseen = not typing and isinstance(node, ast.If) and _for_type_checkers(node)
    children = node.orelse if unseen else ast.iter_child_nodes(node)  # type: ignore[attr-defined]
    for child in children:
        yield from _nodes(child, typing)


def _for_type_checkers(node: ast.If) -> bool:
    test = node.test
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", None)
    return name == "TYPE_CHECKING"


def _write(value: object, parts: list[str]) -> None:
    """Write a node: its kind, the fields that say something, an end."""
    if isinstance(value, ast.AST):
        parts.append(type(value).__name__)
        for name in value._fields:
            inner = getattr(value, name, None)
            if name not in ("ctx", "kind", "type_comment") and inner not in (None, []):
                parts.append(name)
                _write(inner, parts)
        parts.append(")")
    elif isinstance(value, list):
        for item in value:
            _write(item, parts)
        parts.append("]")
    else:
        parts.append(repr(value))


# --- what is left out -----------------------------------------------------------------------------


class _Plain(ast.NodeTransformer):
    """Takes out of a tree what decides no number."""

    def __init__(self, signatures: dict[str, list[str]]) -> None:
        self.signatures = signatures

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Docstrings, also those below an assignment."""
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return None
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.AST]:
        """What only type checkers see."""
        self.generic_visit(node)
        return list(node.orelse) if _for_type_checkers(node) else node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        """The wording of an error; its kind counts."""
        kind = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return ast.Raise(exc=kind, cause=None)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """The same of an assertion."""
        return ast.Assert(test=self.visit(node.test), msg=None)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        """Lists of names."""
        if all(getattr(target, "id", None) in _NAMES_ONLY for target in node.targets):
            return None
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """The words of a declaration."""
        self.generic_visit(node)
        names = self.signatures.get(getattr(node.func, "id", ""))
        if names:
            for place, name in enumerate(names[: len(node.args)]):
                if name in WORDS:
                    node.args[place] = _BLANK
            node.keywords = [k for k in node.keywords if k.arg not in WORDS]
        return node

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        """Declarations in a loop: what the loop carries for their words alone."""
        self.generic_visit(node)
        for number, loop in enumerate(node.generators):
            later = [node.elt, *loop.ifs, *node.generators[number + 1 :]]
            used = {n.id for part in later for n in ast.walk(part) if isinstance(n, ast.Name)}
            if self.signatures and isinstance(loop.target, ast.Tuple):
                idle = [getattr(t, "id", "") not in used for t in loop.target.elts]
                for row in getattr(loop.iter, "elts", []):
                    if isinstance(row, ast.Tuple) and len(row.elts) == len(idle):
                        row.elts = [
                            _BLANK if out else item
                            for item, out in zip(row.elts, idle, strict=True)
                        ]
        return node


def _signatures(tree: ast.Module) -> dict[str, list[str]]:
    """Arguments, in order, of functions that declare something: a module's own, and `declared`.

    Also of what is made of these by `partial`. A function that declares takes a unit, a label and a
    meaning; one that takes, say, a unit alone is none.
    """
    found: dict[str, list[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and "declared" in {a.name for a in node.names}:
            found["declared"] = list(DECLARED)
        elif isinstance(node, ast.FunctionDef):
            names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            if WORDS - {"source"} <= set(names):
                found[node.name] = names
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            call = node.value
            of = getattr(call.args[0], "id", "") if call.args else ""
            if getattr(call.func, "id", "") == "partial" and of in found:
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found[target.id] = found[of][len(call.args) - 1 :]
    return found
