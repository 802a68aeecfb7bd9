"""Where the material for tests lies: beside the checkout, made by others, never copied into it."""

import os
from pathlib import Path

import pytest

WITHOUT = "KAIJUAN_WITHOUT_MATERIAL"
_ROOT = Path(__file__).resolve().parents[2] / "shared" / "data"


def material(relative: str) -> Path:
    """A file or folder of the material.  Absent, the test fails, or is skipped where the run says it does without."""
    path = _ROOT / relative
    if path.exists():
        return path
    if os.environ.get(WITHOUT) == "1":
        pytest.skip(f"测试材料 {relative} 不在此处，且 {WITHOUT}=1")
    pytest.fail(f"测试材料 {relative} 不存在：应位于检出目录旁的 shared/data 之下；无材料时设 {WITHOUT}=1。")
