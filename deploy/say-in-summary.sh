#!/bin/sh
# Hands on what it is given, line by line, and puts it in the summary of a workflow's step, if there is one: as a block of
# code, since a feed or a server may have worded some of it, and nothing there is to be a link, a picture or a heading. What
# talks to it goes on whatever becomes of the summary.
set -eu
summary="${GITHUB_STEP_SUMMARY:-/dev/null}"
echo >>"$summary" || :
while IFS= read -r line || test -n "$line"; do
  printf '%s\n' "$line"
  printf '    %s\n' "$line" >>"$summary" || :
done
