#!/bin/sh
# Commits what changed in the content of a clone, and pushes it, with what a run before this one committed and could not
# push. Where there is neither, it does nothing and ends well. Where it cannot push, it says why, and nothing is lost.
#
#   push-content.sh CLONE MESSAGE [CHECK...]
#
#   CHECK   a command that fails where the content of the clone is not sound, and says why. Asked there whenever what others
#           pushed meanwhile came under what is here: each sound alone, they may not be together
#
#   GIT_BRANCH   where it goes; main, unless it is set
#   GIT_USER, GIT_TOKEN   who may push there
#   GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL   whose commit it is
set -eu
clone="${1:?names the clone}"
message="${2:?says what the commit is}"
shift 2
branch="${GIT_BRANCH:-main}"
export GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Crowsnest}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-crowsnest@localhost}"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

# The token is handed over when git asks for it, and stands in no file, address or list of processes.
helper='!f() { test "$1" != get || printf "username=%s\npassword=%s\n" "${GIT_USER:-git}" "${GIT_TOKEN:-}"; }; f'
git() { command git -C "$clone" -c credential.helper= -c credential.helper="$helper" "$@"; }
refuse() {
  echo "push-content.sh: nothing was pushed to $branch: $1" >&2
  exit 1
}

for begun in rebase-merge rebase-apply MERGE_HEAD; do
  if test -e "$(git rev-parse --path-format=absolute --git-path "$begun")"; then
    refuse "a merge or a rebase was begun in $clone. End it, or abort it, and run this again."
  fi
done
committed=
git add --all content
git diff --cached --quiet || { git commit --quiet --message "$message" && committed=yes; }
ahead=$(git rev-list --count "refs/remotes/origin/$branch..HEAD" -- 2>/dev/null || echo 0)
if test -z "$committed" && test "$ahead" = 0; then
  echo "Nothing new to push."
  exit 0
fi

# Items are files of their own, so what somebody pushed meanwhile and what is here mostly fit together. While others get
# ahead of us it goes on; a push that fails though nobody did, fails for another reason.
failed=0
until git push --quiet origin "HEAD:refs/heads/$branch"; do
  before=$(git rev-parse HEAD)
  if ! git pull --quiet --rebase origin "$branch"; then
    git rebase --abort 2>/dev/null || :
    refuse "what is here does not fit what is there now (git says why, above). The next run makes up for it if it begins with
a new clone; else say git pull --rebase in $clone, and mend what it shows."
  fi
  if test "$(git rev-parse HEAD)" != "$before"; then
    # It needs no token, and as what somebody pushed is looked at by it, gets none.
    if ! (unset GIT_TOKEN && cd "$clone" && "$@"); then
      git reset --quiet --keep "$before"
      refuse "what is here and what is there now do not pass together (why stands above). The next run makes up for it if it
begins with a new clone; else say git pull --rebase in $clone, mend what is wrong, and run this again."
    fi
    continue
  fi
  failed=$((failed + 1))
  test "$failed" -lt 3 || refuse "it does not take it from ${GIT_USER:-git} (git says why, above). If it is protected,
let that account push to it; see that GIT_TOKEN may write. The next run makes up for it."
done
echo "Pushed to $branch."
# What a workflow goes on with.
test -z "${GITHUB_OUTPUT:-}" || echo pushed=true >>"$GITHUB_OUTPUT"
