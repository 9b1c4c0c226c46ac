#!/bin/sh
# Commits what changed in the content of a clone, and pushes it. Where nothing changed, it does nothing and ends well.
#
#   push-content.sh CLONE MESSAGE
#
#   GIT_BRANCH   where it goes; main, unless it is set
#   GIT_USER, GIT_TOKEN   who may push there
#   GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL   whose commit it is
set -eu
clone="${1:?names the clone}"
message="${2:?says what the commit is}"
branch="${GIT_BRANCH:-main}"
export GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Crowsnest}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-crowsnest@localhost}"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

# The token is handed over when git asks for it, and stands in no file, address or list of processes.
helper='!f() { test "$1" != get || printf "username=%s\npassword=%s\n" "${GIT_USER:-git}" "${GIT_TOKEN:-}"; }; f'
git() { command git -C "$clone" -c credential.helper= -c credential.helper="$helper" "$@"; }

git add --all content
if git diff --cached --quiet; then
  echo "Nothing new to push."
  exit 0
fi
git commit --quiet --message "$message"
# Somebody may have pushed meanwhile; items are files of their own, so theirs and ours fit together.
tries=0
until git push --quiet origin "HEAD:refs/heads/$branch"; do
  tries=$((tries + 1))
  test "$tries" -lt 3 || exit 1
  git pull --quiet --rebase origin "$branch"
done
echo "Pushed to $branch."
# What a workflow goes on with.
test -z "${GITHUB_OUTPUT:-}" || echo pushed=true >>"$GITHUB_OUTPUT"
