#!/bin/sh
# Ingests into the repository: clones it, reads the feeds, and pushes what came. What was read is remembered only when it
# was pushed, so that a run which is cut off anywhere is made up for by the next.
#
#   GIT_URL      the repository, https://git.example/you/weekly.git
#   GIT_BRANCH   where items go; main, unless it is set
#   GIT_USER, GIT_TOKEN   who may push there
#   WORK         an empty folder, for the clone
#   CROWSNEST_STATE       what the feeds said last time, and when they are due
set -eu
: "${GIT_URL:?names the repository to push to}" "${WORK:?names an empty folder}" "${CROWSNEST_STATE:?names a folder}"
branch="${GIT_BRANCH:-main}"
clone="$WORK/clone"
state="$WORK/state"
export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_NOSYSTEM=1 HOME="$WORK"

# The token is handed over when git asks for it, and stands in no file, address or list of processes.
helper='!f() { test "$1" != get || printf "username=%s\npassword=%s\n" "${GIT_USER:-git}" "${GIT_TOKEN:-}"; }; f'
git() { command git -c credential.helper= -c credential.helper="$helper" "$@"; }

rm -rf "$clone" "$state"
git clone --quiet --depth 1 --branch "$branch" -- "$GIT_URL" "$clone"
mkdir -p "$state"
cp -R "$CROWSNEST_STATE/." "$state"
# What is handed over here says more than the defaults; a run in which every source failed ends here.
node scripts/ingest.ts --content "$clone/content" --state "$state" "$@"

sh "$(dirname "$0")/push-content.sh" "$clone" "Ingest what the feeds brought" env CROWSNEST_CONTENT="$clone/content" \
  node --test --test-reporter="$PWD/scripts/check/wrong-content.ts" "$PWD/tests/content.test.ts"
cp -R "$state/." "$CROWSNEST_STATE"
