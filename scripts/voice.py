"""Speaks the notices that callers hear, in both languages, into `seeds/voice`.

Needs two libraries that nothing else needs; they go into a folder of their own:

    .venv/bin/python -m pip install --target var/voice espeakng-loader av
    PYTHONPATH=var/voice .venv/bin/python scripts/voice.py

The voices are eSpeak NG's: synthetic, and nobody's own.
"""

from __future__ import annotations

import ctypes
from importlib import import_module
from pathlib import Path
from typing import Any, Final

VOICES: Final = Path(__file__).resolve().parent.parent / "seeds" / "voice"
WORDS: Final = {
    "plain": {
        "en": "The person you are calling is dishonest.",
        "zh": "您拨打的用户，是失信被执行人。",
    },
    "case": {
        "en": "The person you are calling is dishonest. The court and the case are written below.",
        "zh": "您拨打的用户，是失信被执行人。法院和案号请见下方文字。",
    },
    "amount": {
        "en": "The person you are calling is dishonest. What they owe is written below.",
        "zh": "您拨打的用户，是失信被执行人。所欠金额请见下方文字。",
    },
}
SPEAKERS: Final = {"en": (b"en-gb", 140), "zh": (b"cmn-latn-pinyin", 150)}  # words a minute
SYNCHRONOUS, RATE, UTF8 = 2, 1, 1  # of eSpeak's own header
CALLBACK: Final = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
BIT_RATE: Final = 20_000


def main() -> None:
    """Write one clip for each notice and language."""
    loader = import_module("espeakng_loader")
    speech = ctypes.CDLL(loader.get_library_path())
    rate = speech.espeak_Initialize(SYNCHRONOUS, 0, loader.get_data_path().encode(), 0)
    for wording, said in WORDS.items():
        for language, words in said.items():
            voice, pace = SPEAKERS[language]
            speech.espeak_SetVoiceByName(voice)
            speech.espeak_SetParameter(RATE, pace, 0)
            write(VOICES / f"notice_{wording}_{language}.ogg", spoken(speech, words), rate)


def spoken(speech: Any, words: str) -> bytes:  # noqa: ANN401 - a C library has no types
    """The words as 16-bit samples, mono."""
    heard = bytearray()

    def take(samples: Any, count: int, _: object) -> int:  # noqa: ANN401
        if samples and count:
            heard.extend(ctypes.string_at(samples, 2 * count))
        return 0

    called_back = CALLBACK(take)  # kept here: the library holds no reference of its own
    speech.espeak_SetSynthCallback(called_back)
    text = words.encode()
    speech.espeak_Synth(text, len(text) + 1, 0, 0, 0, UTF8, None, None)
    speech.espeak_Synchronize()
    return bytes(heard)


def write(path: Path, samples: bytes, rate: int) -> None:
    """Opus in OGG, as the messenger wants its voice messages."""
    av = import_module("av")
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
    frame.sample_rate = rate
    frame.planes[0].update(samples)
    with av.open(str(path), "w", format="ogg") as out:
        stream = out.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = BIT_RATE
        to_opus = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        for part in (*to_opus.resample(frame), *to_opus.resample(None)):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))


if __name__ == "__main__":
    main()
