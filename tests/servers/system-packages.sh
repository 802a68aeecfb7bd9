#!/usr/bin/env bash
# Install what the tests need from the distribution: browser, Chinese font, PostgreSQL, Maven.
# Does nothing when all is there; asks for no input; must not touch a machine without apt.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v mvn >/dev/null || missing+=(maven)
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo)
fi
if ! command -v apt-get >/dev/null || { [ ${#as_root[@]} -gt 0 ] && ! command -v sudo >/dev/null; }; then
  echo "测试还缺：${missing[*]}。这里不能自动安装，请用本机的软件包管理器装好后再执行 make setup-test。" >&2
  exit 1
fi

echo "安装测试所需的系统软件包：${missing[*]}……"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update -qq &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "安装失败：${missing[*]}。请手动安装后再执行 make setup-test。" >&2
  exit 1
fi
