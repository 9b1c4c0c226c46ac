#!/bin/sh
# Puts a built site on a branch, as the only commit there: what was before is in the commits that it was built of. A site
# that was built of a later commit stays, so that a run which was slow, or is run again, takes nothing back.
#
#   push-site.sh SITE BRANCH
#
#   GIT_URL      the repository
#   GIT_USER, GIT_TOKEN   who may push there
#   GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL   whose commit it is
#   BUILT_OF     the commit that it was built of; that of the clone in which this script stands, unless it is set
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
git() { command git -c credential.helper= -c credential.helper="$helper" "$@"; }
built_of="${BUILT_OF:-$(git -C "$(dirname "$0")" rev-parse HEAD)}"

rm -rf "$site/.git"
git init --quiet --initial-branch="$branch" "$site"
# Hosts that would run a generator over it leave it as it is.
touch "$site/.nojekyll"
git -C "$site" add --all --force
git -C "$site" commit --quiet --message "Build the site" --message "Built-of: $built_of"

# Commits alone come here, without what is in them.
history=$(mktemp -d)
trap 'rm -rf "$history"' EXIT
git init --quiet --bare "$history"
git -C "$history" remote add origin "$GIT_URL"
bring() { git -C "$history" fetch --quiet --no-tags --filter=tree:0 "$@" 2>/dev/null; }

# Whether what was published, $1, was built of a later commit than this. One that cannot be had is not known to be later.
is_later() {
  test -n "$1" && bring --depth=1 origin "$1" || return 1
  theirs=$(git -C "$history" log -1 --format='%(trailers:key=Built-of,valueonly,separator=%x2C)' "$1" |
    grep -Ex '[0-9a-f]{40,64}' || :)
  test -n "$theirs" && test "$theirs" != "$built_of" && bring origin "$theirs" || return 1
  git -C "$history" merge-base --is-ancestor "$built_of" "$theirs" 2>/dev/null
}

tries=0
while :; do
  published=$(git ls-remote -- "$GIT_URL" "refs/heads/$branch" | cut -f1)
  if is_later "$published"; then
    echo "What is on $branch was built of a later commit, $theirs, and stays."
    # So nobody waits until readers see this one.
    test -z "${GITHUB_OUTPUT:-}" || echo stays=true >>"$GITHUB_OUTPUT"
    exit 0
  fi
  # Only over what was looked at: another run may have pushed meanwhile.
  if git -C "$site" push --quiet --force-with-lease="refs/heads/$branch:$published" -- "$GIT_URL" \
    "HEAD:refs/heads/$branch"; then break; fi
  tries=$((tries + 1))
  if test "$tries" -ge 3; then
    echo "push-site.sh: nothing was pushed to $branch: it does not take it from ${GIT_USER:-git} (git says why, above). If it is
protected, let that account push to it by force; see that GIT_TOKEN may write." >&2
    exit 1
  fi
done
echo "Pushed to $branch."
