#!/bin/sh
# The command `mahdar`. Python refuses a folder on standard input with status 1 before it runs a
# line of ours; this says so first, as wrong use. The rest is in mahdar-cli, which lies beside it.
if [ -d /dev/stdin ]; then
  echo 'mahdar: standard input is a folder; give it as a path, as in: mahdar process FOLDER --out OUT' >&2
  exit 2
fi
command=${0%/*}/mahdar-cli
[ -x "$command" ] || command=$(dirname -- "$(readlink -f -- "$0")")/mahdar-cli
exec "$command" "$@"
