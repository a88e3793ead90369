"""Files made on the spot, and the whole intake over them: with `read` in this process (quick), through parse()."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import intake
from tests.data.exports import KEY, LOADED_AT


@dataclass(frozen=True)
class Taken:
    """What was made of a file, with its frames."""

    parsed: intake.Parsed
    tables: dict[str, pl.DataFrame]
    rejected: pl.DataFrame

    @property
    def tickets(self) -> pl.DataFrame:
        return self.tables["tickets"]

    @property
    def surveys(self) -> pl.DataFrame:
        return self.tables["surveys"]

    def findings(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.parsed.findings if one["kind"] == kind]


Read = Callable[..., Taken]


@pytest.fixture
def read(in_process: None, tmp_path: Path) -> Read:
    """read("a,b\\n1,2\\n", name="x.csv", zone=…): text, bytes or a path through parse(), in this process."""

    def take(content: str | bytes | Path, name: str = "export.csv", parquet: bool = False, **options: Any) -> Taken:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        workdir = tmp_path / f"work{len(list(tmp_path.iterdir()))}"
        said = intake.Options(**options)
        parsed = intake.parse(path, said, workdir, KEY, LOADED_AT, allow_parquet=parquet)
        tables = {table: pl.read_parquet(file) for table, (file, _) in parsed.tables.items()}
        return Taken(parsed, tables, pl.read_parquet(parsed.rejected))

    return take
