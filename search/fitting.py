"""What both engines can hold, decided once: tokens, keys and numbers are cut here before either engine sees them.

Lucene cuts tokens at 255 UTF-16 units and refuses keywords above 32,766 bytes, tantivy drops longer ones silently;
an own, lower limit on both sides makes them agree.  It must not analyse text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from search.document import PLACEHOLDER, IndexDocument, KeyField, NumberField, TextField
from search.errors import DocumentUnfit

TOKEN_CHARS = 125  # at most 250 UTF-16 units
KEY_CHARS = 8000  # at most 32,000 bytes
_ORDER_TAIL = 500  # what keeps an order key unique stands at its end
_NUMBER_MAX = 2**63 - 1

#: Without these a record could not be fetched, or would be missing from a sorted list.
_NEEDED_KEYS = (KeyField.CODE_ORDER,)
_NEEDED_NUMBERS = (NumberField.DATE_ORDER,)


def fitted(document: IndexDocument) -> IndexDocument:
    """The document as both engines store it: every text field filled, every value within the limits."""
    missing = [f for f in _NEEDED_KEYS if not document.keys.get(f)]
    if missing or any(f not in document.numbers for f in _NEEDED_NUMBERS):
        raise DocumentUnfit(
            f"档案 {document.record_id} 缺少排序键（code_order、date_order），没有写入索引。请检查生成它的程序。"
        )
    keys = {f: _distinct(fit_key(v, f) for v in values) for f, values in document.keys.items() if values}
    return replace(
        document,
        texts={field: fit_text(document.texts.get(field, "")) for field in TextField},
        keys={**keys, KeyField.ID: (fit_key(document.record_id, KeyField.ID),)},
        numbers={field: fit_number(value) for field, value in document.numbers.items()},
    )


def fit_text(text: str) -> str:
    """Tokens joined by single plain spaces; ``PLACEHOLDER`` where there is none."""
    tokens = _encodable(text).split()
    if max(map(len, tokens), default=0) > TOKEN_CHARS:
        tokens = [token[:TOKEN_CHARS] for token in tokens]
    return " ".join(tokens) or PLACEHOLDER


def fit_token(token: str) -> str | None:
    """The token as indexed, or ``None`` when no document can hold it."""
    parts = _encodable(token).split()
    if len(parts) != 1 or parts[0] != _encodable(token) or parts[0] == PLACEHOLDER:
        return None
    return parts[0][:TOKEN_CHARS]


def fit_tokens(tokens: tuple[str, ...]) -> tuple[str, ...] | None:
    """The tokens of a run as indexed, or ``None`` when no document can hold one of them."""
    kept = tuple(fit_token(token) for token in tokens)
    held = tuple(token for token in kept if token is not None)
    return held if len(held) == len(kept) else None


def fit_key(value: str, field: KeyField) -> str:
    """The whole value, cut when an engine could not hold it; an order key keeps its unique end."""
    clean = _encodable(value)
    if len(clean) <= KEY_CHARS:
        return clean
    if field is KeyField.CODE_ORDER:
        return clean[: KEY_CHARS - _ORDER_TAIL] + clean[-_ORDER_TAIL:]
    return clean[:KEY_CHARS]


def fit_number(value: int) -> int:
    return max(-_NUMBER_MAX, min(_NUMBER_MAX, value))


def _encodable(text: str) -> str:
    """Lone surrogates come from broken file names; no engine takes them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """A value given twice would be counted twice by one engine and once by the other."""
    return tuple(dict.fromkeys(values))
