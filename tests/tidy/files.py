"""Rules about any file: what must not be in it, how it ends, how big it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.tidy.source import WHOLE_FILE, Rule, Source

KIB: Final = 1024
SIZE_KIB_MAX: Final = 512
# Fonts and other people's minified scripts come as they are.
VENDORED: Final = frozenset({".otf", ".ttf", ".woff2", ".png", ".ogg"})
VENDORED_KIB_MAX: Final = 4096

# Written in pieces, so that this file may stand in the project it checks.
REGISTRIES: Final = tuple(
    ".".join(parts)
    for parts in (
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("registry", "npm" + "js"),
        ("npm" + "js", "org"),
        ("proxy", "golang"),
        ("crates", "io"),
        ("deb", "debian"),
        ("docker", "io"),
        ("ghcr", "io"),
    )
)
HOST: Final = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in REGISTRIES))
MACHINE_PATH: Final = re.compile(
    r"""(?<![\w.~<>}/-])/(?:home|Users|root|work)/[\w.-]+|\b[A-Z]:\\Users\\"""
)
CONFLICT: Final = re.compile(r"^(<{7} |={7}$|>{7} )")
PRIVATE_KEY: Final = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")
TELEGRAM_TOKEN: Final = re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b")

Places = Iterator[tuple[int, str]]


def matches(source: Source, pattern: re.Pattern[str], words: str) -> Places:
    """Every line in which a pattern is found."""
    for number, line in enumerate(source.lines, start=1):
        if found := pattern.search(line):
            yield number, f"{found[0][:40]!r}: {words}"


def foreign_place(source: Source) -> Places:
    """The project must not know where its packages come from, nor whose machine it lies on."""
    yield from matches(source, HOST, "name no package host; the installer knows its own")
    yield from matches(source, MACHINE_PATH, "a path of one machine")


def secret(source: Source) -> Places:
    """Keys and tokens do not belong into a history that is copied."""
    yield from matches(source, PRIVATE_KEY, "a private key")
    yield from matches(source, TELEGRAM_TOKEN, "looks like the token of a real bot")


def conflict(source: Source) -> Places:
    """Marks that a merge left behind."""
    yield from matches(source, CONFLICT, "resolve the merge")


def file_end(source: Source) -> Places:
    """A text ends with exactly one line end."""
    text = source.text or ""
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield WHOLE_FILE, "one line end at the end"


def large_file(source: Source) -> Places:
    """A history carries every big file for ever."""
    limit = VENDORED_KIB_MAX if source.path.suffix in VENDORED else SIZE_KIB_MAX
    if len(source.data) > limit * KIB:
        yield WHOLE_FILE, f"{len(source.data) // KIB} KiB, at most {limit}"


def is_text(source: Source) -> bool:
    """A file with words in it."""
    return source.text is not None


RULES: Final = (
    Rule(
        "foreign-place",
        is_text,
        foreign_place,
        good=Source.sample("docs/a.md", "#!/usr/bin/env bash\npip install --require-hashes\n"),
        bad=Source.sample("docs/a.md", f"see https://{REGISTRIES[0]}/simple\n"),
    ),
    Rule(
        "secret",
        is_text,
        secret,
        good=Source.sample("a.toml", "token = '42:SANDBOX-not-a-real-one'\n"),
        bad=Source.sample("a.toml", "-----BEGIN RSA PRIVATE " + "KEY-----\n"),
    ),
    Rule(
        "conflict",
        is_text,
        conflict,
        good=Source.sample("a.md", "Title\n=====\n"),
        bad=Source.sample("a.md", "<" * 7 + " HEAD\n"),
    ),
    Rule(
        "file-end",
        lambda source: is_text(source) and ".min." not in source.path.name,
        file_end,
        good=Source.sample("a.md", "words\n"),
        bad=Source.sample("a.md", "words"),
    ),
    Rule(
        "large-file",
        lambda _: True,
        large_file,
        good=Source.sample("a.bin", "x" * SIZE_KIB_MAX * KIB),
        bad=Source.sample("a.bin", "x" * (SIZE_KIB_MAX * KIB + 1)),
    ),
)
