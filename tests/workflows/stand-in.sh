#!/usr/bin/env bash
# Stands in for a command: hands what it was given to the test that listens, and does as that says.
exec 3<>"/dev/tcp/127.0.0.1/$STAND_IN_PORT"
given=''
case " $* " in *' --input '*) given=$(base64 | tr -d '\n') ;; esac
encode() { base64 | tr -d '\n'; }
printf '%s\n%s\n%s\n%s\n%s\n' "${0##*/}" "$(printf %s "$PWD" | encode)" "$(printf '%s\0' "$@" | encode)" \
  "$(env -0 | encode)" "$given" >&3
read -r code <&3
read -r out <&3
read -r err <&3
printf %s "$out" | base64 -d
printf %s "$err" | base64 -d >&2
exit "$code"
