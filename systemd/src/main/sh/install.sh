#!/bin/sh
# install.sh [--prefix DIR] | --uninstall [--prefix DIR]
#
# Installs aisml where there is no apt: the program below DIR (default /usr/local), mount.aisml in
# /sbin, where mount(8) looks, units in /etc/systemd/system. DESTDIR in front of all for an image.
set -eu

prefix=/usr/local
action=install
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?--prefix needs a directory}; shift ;;
    --uninstall) action=uninstall ;;
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit ;;
    *) echo "install.sh: unknown argument $1; --help tells how to use it" >&2; exit 1 ;;
  esac
  shift
done
prefix=${prefix%/}
destination=${DESTDIR:-}
root=$(cd "$(dirname "$0")" && pwd)/root
units=$destination/etc/systemd/system
homes=$destination$prefix/lib/aisml

reload() {
  if [ -z "$destination" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
  fi
}

if [ "$action" = uninstall ]; then
  if grep -q ' fuse\.aisml ' /proc/mounts && [ -z "$destination" ]; then
    echo "install.sh: mounts of aisml are in use: unmount them first (aisml status lists them)" >&2
    exit 1
  fi
  rm -rf "$homes"
  rm -f "$destination$prefix/bin/aisml" "$destination/sbin/mount.aisml" \
    "$destination$prefix/share/bash-completion/completions/aisml" "$destination$prefix"/share/man/man1/aisml*.1.gz \
    "$destination$prefix/share/man/man8/mount.aisml.8.gz"
  for unit in "$root"/usr/lib/systemd/system/*; do
    rm -f "$units/${unit##*/}"
  done
  reload
  echo "aisml is removed; /etc/aisml and /var/log/aisml are left as they are"
  exit
fi

version=$(ls "$root/usr/lib/aisml")
mkdir -p "$homes" "$destination$prefix/bin" "$destination$prefix/share" "$destination/sbin" "$units" \
  "$destination/etc/aisml"
# A new directory beside the old one, then one step: a mount that runs keeps the files that it has.
rm -rf "$homes/$version.new"
cp -R "$root/usr/lib/aisml/$version" "$homes/$version.new"
[ ! -d "$homes/$version" ] || mv "$homes/$version" "$homes/$version.$(date +%s)"
mv "$homes/$version.new" "$homes/$version"
ln -sfn "../lib/aisml/$version/bin/aisml" "$destination$prefix/bin/aisml"
ln -sfn "$prefix/lib/aisml/$version/bin/mount.aisml" "$destination/sbin/mount.aisml"
cp -R "$root/usr/share/." "$destination$prefix/share"
for unit in "$root"/usr/lib/systemd/system/*; do
  sed "s|/usr/bin/aisml|$prefix/bin/aisml|g" "$unit" > "$units/${unit##*/}"
done
# The start then takes half the time. An image gets its Java elsewhere.
[ -n "$destination" ] || "$homes/$version/bin/archive-classes" > /dev/null 2>&1 \
  || echo "install.sh: the archive of classes could not be made, so that commands start more slowly; $homes/$version/bin/archive-classes tells why"
reload
echo "aisml $version is installed: $prefix/bin/aisml, /sbin/mount.aisml"
