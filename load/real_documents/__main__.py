"""``python -m load.real_documents DOCUMENTS.jsonl.gz OUT``: one AIP folder per document in OUT."""

import argparse
import sys
from pathlib import Path

from load.real_documents import read_documents, write_packages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m load.real_documents", description="把真实公文写成 E-ARK 信息包")
    parser.add_argument("documents", type=Path, metavar="DOCUMENTS", help="每行一个 JSON 的 .jsonl.gz 文件")
    parser.add_argument("out", type=Path, metavar="OUT", help="写入的文件夹")
    wanted = parser.parse_args()
    if not wanted.documents.is_file():
        parser.error(f"没有这个文件：{wanted.documents}")
    documents = read_documents(wanted.documents)
    write_packages(documents, wanted.out)
    sys.stderr.write(f"真实公文：{len(documents)} 个信息包 → {wanted.out}\n")


if __name__ == "__main__":
    main()
