# The one script that runs in a backup Job's container: sh -c "<this text>" restic-job MODE ARGUMENTS
#
#   run ARGUMENTS             one restic command
#   ask ARGUMENTS             one restic command that does not wait long for a server
#   fill CLAIM VOLUME ARGS    one restore, only into a volume that is empty or left by such a run
#   each LINE ;; LINE ...     several restic commands, one after another, until one fails
#   contact OPTIONS           is there a repository? create it only when restic says there is none
#   open OPTIONS              is there a repository? never create it: there was one before
#
# Words reach restic as they came: nothing is built from them, nothing is evaluated. restic's exit
# status is the script's. Output goes to the pod's log as it comes; what restic said about the result
# goes to RESULT_FILE as well. Needs a POSIX shell, mkfifo, mktemp, rm, sed, sync, tail, tee; writes
# only to /tmp, and with fill into the volume.
#
# shellcheck shell=sh
set -eu

# With it set, restic would quietly list the snapshots of that host only.
unset RESTIC_HOST

result_file=${RESULT_FILE:-/dev/termination-log}
child=
stopping=
interrupted=
impatient=

# shellcheck disable=SC2317 # the trap calls it
stop() {
  stopping=yes
  interrupted=yes
  # First the mark, then the signal: a process that was only just forked still has this shell's trap,
  # forgets it, and the signal with it. It looks for the mark after that.
  if [ -n "$child" ]; then
    : >"$work/stopping"
    kill -TERM "$child" 2>/dev/null || :
  fi
}
trap stop TERM INT

work=$(mktemp -d "${TMPDIR:-/tmp}/restic-job.XXXXXX")
trap 'rm -rf "$work"' EXIT
: >"$work/stdout.results"
: >"$work/stderr.results"

# Copies one stream to the log and keeps the lines that say how it ended. They outlive the signal
# that ends restic, because its last words matter most.
listen() {
  (
    trap '' TERM INT
    exec sed -n '/"message_type":"summary"/p;/"message_type":"exit_error"/p;/"message_type":"initialized"/p' \
      <"$work/$1.copy" >"$work/$1.results"
  ) &
  (
    trap '' TERM INT
    if [ -n "$impatient" ] && [ "$1" = stderr ]; then
      exec tee "$work/$1.copy" "$work/silence" <"$work/$1"
    fi
    exec tee "$work/$1.copy" <"$work/$1"
  ) &
}

# restic tries a server that does not answer again for 15 minutes and says why each time. First contact
# ends at the third time: somebody waits for the reason, and contact is tried again anyway.
give_up_on_silence() {
  rm -f "$work/silence"
  mkfifo "$work/silence"
  (
    trap '' TERM INT
    tries=0
    while IFS= read -r line; do
      case $line in *' returned error, retrying after '*) tries=$((tries + 1)) ;; esac
      # Kubernetes would make one dollar sign of two in here, so the shell is found as the parent.
      if [ "$tries" -eq 3 ]; then exec sh -c 'kill -TERM "$PPID"; exec sed d'; fi
    done <"$work/silence"
  ) &
}

# restic ARGUMENTS with its two streams heard; the status is restic's.
run() {
  [ -z "$stopping" ] || return 130
  rm -f "$work/stdout" "$work/stderr" "$work/stdout.copy" "$work/stderr.copy"
  mkfifo "$work/stdout" "$work/stderr" "$work/stdout.copy" "$work/stderr.copy"
  if [ -n "$impatient" ]; then give_up_on_silence; fi
  listen stdout
  listen stderr >&2
  # Opened here, so that nobody waits for a writer when restic is stopped before it begins.
  exec 3>"$work/stdout" 4>"$work/stderr"
  (
    [ ! -e "$work/stopping" ] || exit 130
    exec restic "$@"
  ) >&3 2>&4 3>&- 4>&- &
  child=$!
  exec 3>&- 4>&-
  # The signal came before there was anything to pass it on to.
  [ -z "$stopping" ] || stop
  status=0
  wait "$child" || status=$?
  while [ -n "$interrupted" ]; do
    # The signal ended the waiting, not restic, which still has its lock to remove.
    interrupted=
    again=0
    wait "$child" || again=$?
    [ "$again" -eq 127 ] || status=$again
  done
  child=
  wait
  while [ -n "$interrupted" ]; do
    interrupted=
    wait
  done
  return "$status"
}

each() {
  fresh=yes
  # The loop's list is taken once, so the positional parameters are free to hold one line.
  for word in "$@"; do
    if [ -n "$fresh" ]; then
      set --
      fresh=
    fi
    if [ "$word" != ';;' ]; then
      set -- "$@" "$word"
      continue
    fi
    fresh=yes
    if [ $# -gt 0 ]; then run "$@" || return $?; fi
  done
  if [ -z "$fresh" ]; then run "$@"; fi
}

# $1: whether a repository that is not there is created
contact() {
  may_create=$1
  shift
  created=false
  status=0
  impatient=yes
  # The repository's configuration is nobody's business in a log.
  run cat config "$@" >/dev/null || status=$?
  impatient=
  if [ "$status" -eq 10 ] && [ "$may_create" = yes ]; then
    : >"$work/stderr.results"
    status=0
    run init "$@" || status=$?
    created=true
  fi
  [ "$status" -eq 0 ] || return "$status"
  printf '{"message_type":"contact","created":%s}\n' "$created" | tee "$work/stdout.results"
}

# Says why nothing was done, as restic would.
refuse() {
  printf '{"message_type":"exit_error","code":%s,"message":"%s"}\n' "$1" "$2" \
    | tee "$work/stderr.results" >&2
  return "$1"
}

# $1: the claim's UID, $2: the volume. The sentinel is there before the first byte and goes after the
# last: what a killed run left is known by it, and a volume without it that has anything is somebody's.
fill() {
  claim=$1
  volume=$2
  shift 2
  sentinel=$volume/.datarestor-restore
  owner=
  if [ -f "$sentinel" ]; then IFS= read -r owner <"$sentinel" || :; fi
  case $owner in
  "$claim") ;;
  '')
    if has_data "$volume"; then
      refuse 71 'the volume is not empty: it is left as it is'
      return 71
    fi
    printf '%s\n' "$claim" >"$sentinel"
    to_disk "$volume"
    ;;
  *)
    refuse 71 'the volume has data from an interrupted restore of another claim: it is left as it is'
    return 71
    ;;
  esac
  run "$@" || return $?
  # What was restored is on the disk before the mark goes that says it may be half.
  to_disk "$volume"
  rm -f "$sentinel"
}

# What was written below $1. A whole node's disks are many, so only its own is waited for where sync can.
to_disk() {
  sync -f "$1" 2>/dev/null || sync
}

# Whether the volume has anything but what its file system or its server puts there.
has_data() {
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case ${entry##*/} in
    lost+found | .snapshot | .snapshots | .zfs | .Trash-* | @eaDir | 'System Volume Information' | \
      .datarestor-restore) continue ;;
    esac
    if [ -e "$entry" ] || [ -L "$entry" ]; then return 0; fi
  done
  return 1
}

mode=${1:-}
[ $# -eq 0 ] || shift
status=0
case $mode in
run) run "$@" || status=$? ;;
ask)
  impatient=yes
  run "$@" || status=$?
  ;;
fill) fill "$@" || status=$? ;;
each) each "$@" || status=$? ;;
contact) contact yes "$@" || status=$? ;;
open) contact no "$@" || status=$? ;;
*)
  printf '{"message_type":"exit_error","code":2,"message":"restic-job knows run, ask, fill, each, contact and open"}\n' \
    | tee "$work/stderr.results" >&2
  status=2
  ;;
esac

# The summary last: if 4096 bytes are too few, the beginning is what gets lost.
{ tail -n 1 "$work/stderr.results"; tail -n 1 "$work/stdout.results"; } | tail -c 4096 >"$result_file" || :
exit "$status"
