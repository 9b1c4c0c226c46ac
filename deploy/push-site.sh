#!/bin/sh
# Puts a built site on a branch, as the only commit there: what was before is in the commits that it was built of.
#
#   push-site.sh SITE BRANCH
#
#   GIT_URL      the repository
#   GIT_USER, GIT_TOKEN   who may push there
#   GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL   whose commit it is
set -eu
site="${1:?names the built site}"
branch="${2:?names the branch}"
: "${GIT_URL:?names the repository to push to}"
export GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Crowsnest}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-crowsnest@localhost}"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

if test "$branch" = main || ! test -f "$site/index.html"; then
  echo "push-site.sh: $site is no built site, or $branch is where its sources are. Nothing was pushed." >&2
  exit 2
fi
helper='!f() { test "$1" != get || printf "username=%s\npassword=%s\n" "${GIT_USER:-git}" "${GIT_TOKEN:-}"; }; f'
git() { command git -C "$site" -c credential.helper= -c credential.helper="$helper" "$@"; }

rm -rf "$site/.git"
git init --quiet --initial-branch="$branch"
# Hosts that would run a generator over it leave it as it is.
touch "$site/.nojekyll"
git add --all --force
git commit --quiet --message "Build the site"
git push --quiet --force -- "$GIT_URL" "HEAD:refs/heads/$branch"
echo "Pushed to $branch."
