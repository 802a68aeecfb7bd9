"""``python -m load.demo OUT [--records 2000] [--seed 20261122]``: write the demonstration archive."""

import argparse
import sys
from pathlib import Path

from load.demo.builder import build


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m load.demo", description="生成演示档案（全部为虚构）")
    parser.add_argument("out", type=Path, metavar="OUT", help="写入的文件夹")
    parser.add_argument("--records", type=int, default=2000, help="档案件数（默认 2000）")
    parser.add_argument("--seed", type=int, default=20261122, help="随机种子：相同种子得到相同的档案")
    wanted = parser.parse_args()
    if wanted.records < 1:
        parser.error("--records 必须是正整数")

    def show(done: int) -> None:
        sys.stderr.write(f"\r演示档案：{done}/{wanted.records} 件")
        sys.stderr.flush()

    build(wanted.out, records=wanted.records, seed=wanted.seed, progress=show)
    sys.stderr.write("\n")


if __name__ == "__main__":
    main()
