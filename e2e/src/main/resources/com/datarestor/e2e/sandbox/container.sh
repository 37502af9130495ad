#!/bin/sh
# Runs one container: its own mount namespace (the caller made it) and its own root.
# Arguments: ROOT TERMINATION_FILE PROGRAMS LOST_CAPABILITIES (as setpriv takes them), then (SOURCE TARGET ro|rw)... -- COMMAND...
set -eu
root=$1 termination=$2 programs=$3 lost=$4
shift 4
mount -t tmpfs -o mode=0755 tmpfs "$root"
for name in usr bin sbin lib lib32 lib64 libx32 etc; do
  if [ -L "/$name" ]; then
    cp -P "/$name" "$root/$name"
  elif [ -d "/$name" ]; then
    mkdir "$root/$name"
    mount --rbind "/$name" "$root/$name"
  fi
done
mkdir "$root/dev" "$root/proc" "$root/tmp" "$root/programs"
chmod 1777 "$root/tmp"
mount --rbind /proc "$root/proc"
mount --bind "$programs" "$root/programs"
for device in null zero full random urandom; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
: > "$root/dev/termination-log"
mount --bind "$termination" "$root/dev/termination-log"
while [ "$1" != -- ]; do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  if [ "$3" = ro ]; then
    mount -o remount,bind,ro "$root$2"
  fi
  shift 3
done
shift
if [ -n "$lost" ]; then
  exec setpriv --bounding-set="$lost" chroot "$root" "$@"
fi
exec chroot "$root" "$@"
