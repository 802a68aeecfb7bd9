"""Bring the OpenSearch jars named in pom.xml into the repository's cache, once per pom.

Run as ``python -m tests.servers.opensearch.jars`` (make setup-test does).  It must not be called by a test: a test run
has no business on the network.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers.process import ServerUnavailable

POM = Path(__file__).with_name("pom.xml")
CACHE = Path(__file__).parents[3] / ".cache" / "opensearch"


def classpath() -> str:
    """What Java loads; refuses when the jars of today's pom are not there."""
    folder = _folder()
    if not folder.is_dir():
        raise ServerUnavailable("没有 OpenSearch 的程序包：请先执行 make setup-test")
    return f"{folder}/*"


def install() -> Path:
    """Copy the jars by Maven into a folder named after the pom; a half-done copy is never taken for a whole one."""
    folder = _folder()
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerUnavailable("没有 Maven（mvn），取不到 OpenSearch：请先执行 make setup-test")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as unfinished:
        copied = Path(unfinished) / "lib"
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={copied}", "-DincludeScope=runtime"]
        subprocess.run(
            [maven, "-B", "-q", "-Dstyle.color=never", "-f", str(POM), *goal], check=True, stdin=subprocess.DEVNULL
        )
        copied.rename(folder)
    return folder


def _folder() -> Path:
    return CACHE / f"lib-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"


if __name__ == "__main__":
    try:
        print(f"OpenSearch: {len(list(install().glob('*.jar')))} jars")
    except ServerUnavailable as error:
        sys.exit(str(error))
