#!/usr/bin/env bash
# Sets up .venv for `make`: poster as a built wheel, and the tools of one level.
#   tools/setup.sh run | test | check
# Does nothing when nothing has changed. Needs Python 3.11 or newer; what else is missing on Debian
# or Ubuntu (the venv module, libcairo) it installs where it may, and names where it may not.
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-run}

say() { printf '%s\n' "$*" >&2; }

find_python() {
  local name
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  say "Python 3.11 or newer is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"
  say "Cần Python 3.11 trở lên. Trên Debian hoặc Ubuntu: sudo apt-get install python3 python3-venv"
  exit 7
}

# Installs Debian packages when that can be done without asking; else says the command.
apt_install() {
  local root=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
      root=(sudo -n)
    else
      root=(false)
    fi
  fi
  if command -v apt-get >/dev/null 2>&1 && [ "${root[*]:-}" != false ]; then
    say "installing $* ..."
    "${root[@]}" apt-get update -qq >/dev/null 2>&1 || true
    if DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; then
      return
    fi
  fi
  say "$* is missing and could not be installed here. Please run: sudo apt-get install $*"
  say "Thiếu $*, máy này không tự cài được. Hãy chạy: sudo apt-get install $*"
  exit 7
}

python=$(find_python)
if [ ! -x .venv/bin/python ]; then
  rm -rf .venv
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    apt_install "$(basename "$(readlink -f "$(command -v "$python")")")-venv"
    "$python" -m venv .venv
  fi
fi
bin=.venv/bin

has_cairo() { "$bin/python" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("cairo"))'; }
has_cairo || apt_install libcairo2
if [ "$level" != run ] && ! command -v gs >/dev/null 2>&1; then apt_install ghostscript; fi
# Pages are tried in Chromium where it can be had; those tests say so when they are left out.
if [ "$level" = check ] && ! command -v chromium >/dev/null 2>&1; then
  (apt_install chromium) || say "going on without the browser tests"
fi

# The wheel holds these; a change of any of them builds it again.
state() {
  find src layouts fonts slogans.yaml pyproject.toml constraints.txt README.md -type f \
    ! -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}
now=$(state)
if [ "$(cat .venv/poster.state 2>/dev/null)" != "$now" ]; then
  say "setting up poster ..."
  rm -rf build/wheel
  "$bin/pip" wheel -qq --no-deps -w build/wheel . >&2
  "$bin/pip" install -qq -c constraints.txt "$(echo build/wheel/poster-*.whl)[all]" >&2
  "$bin/pip" install -qq --no-deps --force-reinstall build/wheel/poster-*.whl >&2
  echo "$now" >.venv/poster.state
fi

tools_of() {
  case $level in
    run) ;;
    test) echo test ;;
    check) echo test,lint,browser ;;
    *) say "level: run, test or check"; exit 2 ;;
  esac
}
extras=$(tools_of)
if [ -n "$extras" ] && [ "$(cat ".venv/poster.$level" 2>/dev/null)" != "$(sha256sum pyproject.toml constraints.txt)" ]; then
  say "setting up the tools for $level ..."
  "$bin/pip" install -qq -c constraints.txt "$(echo build/wheel/poster-*.whl)[$extras]" >&2
  sha256sum pyproject.toml constraints.txt >".venv/poster.$level"
fi
