"""Create a new pack from a template that has every type of file, with comments on what each can contain."""

from __future__ import annotations

import re
from pathlib import Path

from patterns_cli.errors import PatternsError
from patterns_cli.packs.content_ids import MAX_PACK_ID_CHARS, is_pack_id
from patterns_cli.packs.file_types import FILE_TYPES
from patterns_cli.packs.files import display_path
from patterns_cli.packs.install.archive import SCHEMAS_DIR
from patterns_cli.packs.json_schema import schema_text

TEMPLATE_DIR = Path(__file__).resolve().parent / "template"
DEFAULT_ID = "my-pack"
DEFAULT_TITLE = "My pack"


def write_template(folder: Path) -> list[Path]:
    """Write a new pack that is named after its folder; returns the files, without the schemas.

    Raises PatternsError if the folder exists and is not empty; OSError if it cannot be written, after
    removing what was written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PatternsError(f"{display_path(folder)} already exists and is not empty", "name a new folder")
    files = {
        path.relative_to(TEMPLATE_DIR): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATE_DIR.rglob("*.yaml"))
    }
    id_, title = _id_and_title(folder.absolute().name)
    info_file = Path("pack.yaml")
    info = files[info_file].replace(f"id: {DEFAULT_ID}", f"id: {id_}")
    files[info_file] = info.replace(f"title: {DEFAULT_TITLE}", f"title: {title}")
    schemas = {Path(SCHEMAS_DIR, f"{type_name}.json"): schema_text(type_name) for type_name in FILE_TYPES}
    _write_files(folder, {**files, **schemas})
    return [folder / name for name in files]


def _id_and_title(folder_name: str) -> tuple[str, str]:
    """Id and title of a pack in a folder of this name."""
    words = re.findall(r"[a-z0-9]+", folder_name.casefold())
    id_ = "-".join(words)[:MAX_PACK_ID_CHARS].rstrip("-")
    return (id_, " ".join(words).capitalize()) if is_pack_id(id_) else (DEFAULT_ID, DEFAULT_TITLE)


def _write_files(folder: Path, files: dict[Path, str]) -> None:
    created: list[Path] = []
    try:
        for name, text in files.items():
            path = folder / name
            missing = [parent for parent in (path.parent, *path.parent.parents) if not parent.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            created += [*reversed(missing), path]
            path.write_text(text, encoding="utf-8", newline="\n")
    except BaseException:
        for path in reversed(created):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        raise
