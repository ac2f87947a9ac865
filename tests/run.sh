#!/usr/bin/env bash
# Builds and runs all tests: tests/run.sh [arguments for dotnet test, such as --filter NAME]. The last line is "N passed, N failed".
# OFFICIAL=1 builds with the official packages, OFFICIAL=0 with the stand-ins; without it the package feed decides. MICROSOFT_ML_VERSION and
# TORCHSHARP_VERSION name other versions of them. TEST_PROJECTS=tests/NAME builds and runs that project alone.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/prepare.sh"

if [ -n "${TEST_PROJECTS:-}" ]; then
    read -r -a projects <<< "$TEST_PROJECTS"
    build "${projects[@]}" || { echo "0 passed, 0 failed"; exit 1; }
elif [ "$official" = true ]; then
    # The stand-ins have no part in an official build.
    projects=()
    for project in tests/*Tests; do [ "$project" = tests/StandIns.Tests ] || projects+=("$project"); done
    build "${projects[@]}" || { echo "0 passed, 0 failed"; exit 1; }
else
    projects=(tests/*Tests)
    prepare_torch || echo "The tests of the neural models will fail without it."
    build MlNetGenerative.sln || { echo "0 passed, 0 failed"; exit 1; }
fi

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

count() {   # COUNTER FILE: the number in the results file, 0 when the run broke off before it was written
    sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" 2> /dev/null | grep . || echo 0
}

passed=0
failed=0
for project in "${projects[@]}"; do
    name="$(basename "$project")"
    echo "== $name"
    code=0
    dotnet test "$(built "$project")/$name.dll" --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" "$@" || code=$?
    file="$results/$name.trx"
    broken=$(($(count failed "$file") + $(count error "$file") + $(count timeout "$file") + $(count aborted "$file")))
    if [ "$code" -ne 0 ] && [ "$broken" -eq 0 ]; then
        echo "$name: the run broke off with exit code $code."
        broken=1
    fi
    passed=$((passed + $(count passed "$file")))
    failed=$((failed + broken))
done

[ $((passed + failed)) -gt 0 ] || echo "No test ran."
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
