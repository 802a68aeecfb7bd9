"""The process in which foreign files are opened: ``python -m indexer.extraction.child``, one JSON line in, one out.

It may die at any file; the pool then starts another.  Limits: 512 MB of data, 20 s of CPU per file, no file written, no
socket, no further program.
"""

import base64
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import PackageRefused
from indexer.extraction.kinds import Kind, kind_of
from indexer.extraction.result import Extraction, cleaned, unreadable, unsupported

DATA_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
_TEXT_BYTES = 64 * 1024 * 1024
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def extract(path: Path, *, media_type: str, name: str) -> Extraction:
    """Extract in this very process.  For the child; everybody else asks the pool."""
    kind = kind_of(path, media_type=media_type, name=name)
    try:
        return _by_kind(kind, path, name)
    except PackageRefused as refusal:
        return unreadable(refusal.reason_zh)
    except MemoryError:
        return unreadable("文件占用内存超过上限，未提取文字")


def _by_kind(kind: Kind, path: Path, name: str) -> Extraction:
    match kind:
        case Kind.PDF:
            from indexer.extraction.pdf import extract_pdf

            return extract_pdf(path)
        case Kind.OFD:
            from indexer.extraction.ofd import extract_ofd

            return extract_ofd(path)
        case Kind.DOCX:
            from indexer.extraction.docx import extract_docx

            return extract_docx(path)
        case Kind.IMAGE:
            return Extraction(("",), "no_text", "图像文件，没有文字层")
        case Kind.UNKNOWN:
            return unsupported("该格式不支持提取文字")
        case _:
            return _plain(kind, path, name)


def _plain(kind: Kind, path: Path, name: str) -> Extraction:
    from indexer.extraction.markup import html_page, xml_page
    from indexer.extraction.text import decoded, pages_of

    if path.stat().st_size > _TEXT_BYTES:
        return unreadable(f"文本超过 {_TEXT_BYTES} 字节上限，未提取")
    content = path.read_bytes()
    if kind is Kind.XML:
        return cleaned([xml_page(content, name)])
    text = decoded(content)
    if text is None:
        return unsupported("无法识别的编码或格式，未提取文字")
    return cleaned([html_page(text)] if kind is Kind.HTML else pages_of(text))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    path = Path(request["path"])
    if request["do"] == "png":
        return _png(path, request["page"], request["width"])
    try:
        result = extract(path, media_type=request["media_type"], name=request["name"])
    except Exception as error:  # noqa: BLE001 - whatever a hostile file raises costs that file only
        result = unreadable(f"文件无法解析（{type(error).__name__}）")
    return {"pages": result.pages, "status": result.status, "note": result.note}


def _png(path: Path, page: int, width: int) -> dict[str, Any]:
    from indexer.extraction.page_images import CannotDraw, page_png

    try:
        return {"png": base64.b64encode(page_png(path, page, width=width)).decode("ascii")}
    except CannotDraw as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - as above
        return {"error": f"页面无法绘制（{type(error).__name__}）"}


def _refuse_events(event: str, _arguments: tuple[Any, ...]) -> None:
    """An audit hook: no parser here has any business on the network or with other programs."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse_events)


def _allow_cpu() -> None:
    """The CPU limit counts the whole process, so each file moves it on."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends."""
    for line in requests:
        _allow_cpu()
        answers.write(json.dumps(_answer(json.loads(line))).encode("ascii") + b"\n")
        answers.flush()


def main() -> None:
    """Keep the pipes for ourselves first: a library that prints must not speak into the protocol."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _limit_process()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
