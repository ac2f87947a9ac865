#!/usr/bin/env bash
# Builds and runs a sample: samples/run.sh [NAME] [options]; without NAME the main tour, RbmFeatures. --help lists the options of a sample.
# OFFICIAL=1 builds with the official packages, OFFICIAL=0 with the stand-ins; without it the package feed decides. MICROSOFT_ML_VERSION and
# TORCHSHARP_VERSION name other versions of them.
set -euo pipefail
samples="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
caller="$PWD"

name=RbmFeatures
case "${1:-}" in '' | -*) ;; *) name="$1"; shift ;; esac
if [ ! -f "$samples/$name/Program.cs" ]; then
    echo "There is no sample '$name'. There are: $(cd "$samples" && ls -d */Program.cs | xargs -n 1 dirname | tr '\n' ' ')" >&2
    exit 2
fi

source "$samples/../.ci/prepare.sh"
case " $* " in
    *' --help '*) ;;
    *fashion*) datasets/fetch.sh fashion ;;
    *) datasets/fetch.sh mnist ;;
esac
# Its anomalies are the images of the other set.
if [ "$name" = VaeMnist ]; then datasets/fetch.sh mnist fashion; fi
if grep -q '<UsesLibTorch>true' "samples/$name/$name.csproj"; then prepare_torch || exit 1; fi
build "samples/$name" || exit 1
program="$PWD/$(built "samples/$name")/$name.dll"
cd "$caller"   # so that paths in the options mean what the caller meant
exec dotnet "$program" "$@"
