"""Set a text on pages: 28 characters a line, 22 lines a page, as GB/T 9704 has official documents.  Measures only."""

from collections.abc import Iterator
from dataclasses import dataclass

from load.demo.compose import Text

LINE_WIDTH = 28.0
LINES_A_PAGE = 22
_NEVER_FIRST = "，。、；：！？）》」』”’〕"
_INDENT = "　　"


@dataclass(frozen=True, slots=True)
class Line:
    """``opens`` says that a paragraph begins here, so that formats with paragraphs can join the lines again."""

    text: str
    opens: bool
    centred: bool = False


Page = tuple[Line, ...]


def pages_of(text: Text) -> tuple[Page, ...]:
    lines = [*_title_lines(text.title), *(line for paragraph in text.paragraphs for line in _set(paragraph))]
    return tuple(tuple(lines[start : start + LINES_A_PAGE]) for start in range(0, len(lines), LINES_A_PAGE))


def plain(pages: tuple[Page, ...]) -> str:
    """The pages as plain text: one paragraph a line, a form feed between pages."""
    return "\f\n".join("\n".join(paragraphs_of(page)) for page in pages) + "\n"


def paragraphs_of(page: Page) -> list[str]:
    """Join the lines of each paragraph on one page."""
    joined: list[str] = []
    for line in page:
        if line.opens or not joined:
            joined.append(line.text)
        else:
            joined[-1] += line.text
    return joined


def width_of(character: str) -> float:
    return 0.56 if character < "\u0250" else 1.0


def _title_lines(title: str) -> Iterator[Line]:
    for nth, text in enumerate(_broken(title, LINE_WIDTH * 16 / 22)):
        yield Line(text, opens=nth == 0, centred=True)


def _set(paragraph: str) -> Iterator[Line]:
    for nth, text in enumerate(_broken(_INDENT + paragraph, LINE_WIDTH)):
        yield Line(text, opens=nth == 0)


def _broken(text: str, limit: float) -> Iterator[str]:
    """Break into lines; punctuation that may not open a line hangs over the end of the one before."""
    start, width = 0, 0.0
    for position, character in enumerate(text):
        width += width_of(character)
        if width > limit and character not in _NEVER_FIRST:
            yield text[start:position]
            start, width = position, width_of(character)
    yield text[start:]
