"""A new pack to begin with: every kind of file, with comments that say what can stand in it."""

from __future__ import annotations

import re
from pathlib import Path

from patterns_cli.errors import PatternsError
from patterns_cli.packs.checks.published_ids import MAX_PACK_ID_CHARS, is_pack_id
from patterns_cli.packs.file_types import FILE_TYPES
from patterns_cli.packs.files import display_path
from patterns_cli.packs.install.archive import SCHEMAS_DIR
from patterns_cli.packs.json_schema import schema_text

TEMPLATE_DIR = Path(__file__).resolve().parent / "template"
DEFAULT_ID = "my-pack"
DEFAULT_TITLE = "My pack"


def write_template(folder: Path) -> list[Path]:
    """Write a new pack that is named after its folder; returns the files, the schemas not among them.

    Raises PatternsError where the folder is there and not empty, OSError where it cannot be written;
    what was written until then is removed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PatternsError(f"{display_path(folder)} is there already and not empty", "name a new folder")
    files = {
        path.relative_to(TEMPLATE_DIR): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATE_DIR.rglob("*.yaml"))
    }
    id_, title = _id_and_title(folder.absolute().name)
    head = Path("pack.yaml")
    named = files[head].replace(f"id: {DEFAULT_ID}", f"id: {id_}")
    files[head] = named.replace(f"title: {DEFAULT_TITLE}", f"title: {title}")
    schemas = {Path(SCHEMAS_DIR, f"{kind}.json"): schema_text(kind) for kind in FILE_TYPES}
    _write_files(folder, {**files, **schemas})
    return [folder / name for name in files]


def _id_and_title(folder_name: str) -> tuple[str, str]:
    """An id and a title for a pack in a folder of that name."""
    words = re.findall(r"[a-z0-9]+", folder_name.casefold())
    id_ = "-".join(words)[:MAX_PACK_ID_CHARS].rstrip("-")
    return (id_, " ".join(words).capitalize()) if is_pack_id(id_) else (DEFAULT_ID, DEFAULT_TITLE)


def _write_files(folder: Path, files: dict[Path, str]) -> None:
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
