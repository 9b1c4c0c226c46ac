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
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Crowsnest}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-crowsnest@localhost}"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

# The token is handed over when git asks for it, and stands in no file, address or list of processes.
helper='!f() { test "$1" != get || printf "username=%s\npassword=%s\n" "${GIT_USER:-git}" "${GIT_TOKEN:-}"; }; f'
git() { command git -c credential.helper= -c credential.helper="$helper" "$@"; }

rm -rf "$clone" "$state"
git clone --quiet --depth 1 --branch "$branch" -- "$GIT_URL" "$clone"
mkdir -p "$state"
cp -R "$CROWSNEST_STATE/." "$state"
# What is handed over here says more than the defaults; a run in which every source failed ends here.
node scripts/ingest.ts --content "$clone/content" --state "$state" "$@"

git -C "$clone" add --all content
if git -C "$clone" diff --cached --quiet; then
  echo "Nothing new to push."
else
  git -C "$clone" commit --quiet --message "Ingest what the feeds brought"
  # Somebody may have pushed meanwhile; items are files of their own, so theirs and ours fit together.
  tries=0
  until git -C "$clone" push --quiet origin "HEAD:$branch"; do
    tries=$((tries + 1))
    test "$tries" -lt 3 || exit 1
    git -C "$clone" pull --quiet --rebase origin "$branch"
  done
  echo "Pushed to $branch."
fi
cp -R "$state/." "$CROWSNEST_STATE"
