"""A new pack to begin with: every kind of file, with comments that say what can stand in it."""

from __future__ import annotations

import re
from pathlib import Path

from patterns_cli.errors import PatternsError
from patterns_cli.packs.checks.published_ids import LONGEST_PACK_ID, is_pack_id
from patterns_cli.packs.file_types import KINDS
from patterns_cli.packs.files import shown
from patterns_cli.packs.install.archive import SCHEMAS
from patterns_cli.packs.json_schema import schema_file

TEMPLATE = Path(__file__).resolve().parent / "template"
DEFAULT_ID = "my-pack"
DEFAULT_TITLE = "My pack"


def write_template(folder: Path) -> list[Path]:
    """Write a new pack that is named after its folder; returns the files, the schemas not among them.

    Raises PatternsError where the folder is there and not empty, OSError where it cannot be written;
    what was written until then is removed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PatternsError(f"{shown(folder)} is there already and not empty", "name a new folder")
    files = {path.relative_to(TEMPLATE): path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.rglob("*.yaml"))}
    id_, title = _names(folder.absolute().name)
    head = Path("pack.yaml")
    named = files[head].replace(f"id: {DEFAULT_ID}", f"id: {id_}")
    files[head] = named.replace(f"title: {DEFAULT_TITLE}", f"title: {title}")
    schemas = {Path(SCHEMAS, f"{kind}.json"): schema_file(kind) for kind in KINDS}
    _write(folder, {**files, **schemas})
    return [folder / name for name in files]


def _names(name: str) -> tuple[str, str]:
    """An id and a title for a pack in a folder of that name."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    id_ = "-".join(words)[:LONGEST_PACK_ID].rstrip("-")
    return (id_, " ".join(words).capitalize()) if is_pack_id(id_) else (DEFAULT_ID, DEFAULT_TITLE)


def _write(folder: Path, files: dict[Path, str]) -> None:
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = folder / name
            missing = [parent for parent in (path.parent, *path.parent.parents) if not parent.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            made += [*reversed(missing), path]
            path.write_text(text, encoding="utf-8", newline="\n")
    except BaseException:
        for path in reversed(made):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        raise
