"""`verify-score` looks at what it is given before it reads any of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glasstown.verify import DIFFERS, UNREADABLE, verify_score
from scoring.exportfile import MAX_BYTES


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """A file larger than any export, of which nothing is on the disk."""
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    return path


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def refused(path: object) -> str:
    """The one sentence that says why a path is not read."""
    status, told = verify_score(str(path))
    assert status == UNREADABLE
    assert "\n" not in told
    return told


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/"])
def test_a_device_and_a_folder_are_refused_unread(path: str):
    assert "not a file of the kind" in refused(path)


def test_a_pipe_is_refused_without_waiting(pipe: Path):
    assert "not a file of the kind" in refused(pipe)


def test_what_is_too_large_is_refused_unread(sparse: Path):
    assert str(MAX_BYTES) in refused(sparse)


def test_what_is_not_there_is_said(tmp_path: Path):
    assert "No such file" in refused(tmp_path / "nowhere")
    assert "null" in refused("a\0b")


def test_the_largest_file_that_may_be_an_export_is_read(tmp_path: Path):
    path = tmp_path / "blank.json"
    path.write_bytes(b" " * MAX_BYTES)
    assert verify_score(str(path))[0] == DIFFERS
