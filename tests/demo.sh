#!/bin/sh
# The main job on the shipped plan: analyze, dry run, one step behind its gate in a scratch clone, tracker. Usage: sh tests/demo.sh BIN FOLDER
set -eu
bin=$(cd "$1" && pwd); folder=$2
export PATH="$bin:$PATH"
if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
say() { printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"; }

rm -rf "$folder"; mkdir -p "$folder"
git clone --quiet . "$folder/clone"
cd "$folder/clone"
git switch --quiet -C migration
git config user.name "${GIT_AUTHOR_NAME:-migrate demo}"; git config user.email "${GIT_AUTHOR_EMAIL:-demo@example.org}"

say migrate analyze --fail-on never
migrate analyze --fail-on never > ../findings.txt; tail -n 25 ../findings.txt
say migrate plan --phase 1
migrate plan --phase 1
say 'migrate apply --phase 1 --dry-run'
migrate apply --phase 1 --dry-run > ../phase-1.diff; git apply --check ../phase-1.diff; git apply --stat ../phase-1.diff
say migrate apply --step 1.1
migrate apply --step 1.1
say migrate status
migrate status
say migrate report -o ../MIGRATION.md
migrate report -o ../MIGRATION.md; sed -n 1,40p ../MIGRATION.md
printf '\nAll findings: %s   the diff: %s   the tracker: %s\n' "$folder/findings.txt" "$folder/phase-1.diff" "$folder/MIGRATION.md"
