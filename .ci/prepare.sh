# Sourced by the scripts that build: checks the SDK, finds out which packages to build against, and builds.
# Afterwards the current folder is the repository, and $official is true or false.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if ! command -v dotnet > /dev/null || ! dotnet --list-sdks | grep -q '^\(1[0-9]\|[2-9][0-9]\)\.'; then
    echo "The .NET SDK 10 or newer is missing (dotnet --list-sdks shows none). Install the package dotnet-sdk-10.0, then run this again." >&2
    exit 1
fi

version_of() {   # PROPERTY WITHOUT 'Version'
    sed -n "s|.*<$1Version[^>]*>\(.*\)</$1Version>.*|\1|p" Directory.Packages.props
}

# The official packages: those of Directory.Packages.props, or other versions that the caller names.
ml_version="${MICROSOFT_ML_VERSION:-$(version_of MicrosoftML)}"
torch_version="${TORCHSHARP_VERSION:-$(version_of TorchSharp)}"

# Restores a project that references packages, and nothing else of this repository; two minutes at most. Prints what the restore says.
restore_probe() {   # FOLDER 'PACKAGE VERSION'...
    local folder="$1" reference references=''
    shift
    mkdir -p "$folder"
    for reference in "$@"; do references+="<PackageReference Include=\"${reference% *}\" Version=\"${reference#* }\" />"; done
    echo '<Project />' | tee "$folder/Directory.Build.props" "$folder/Directory.Build.targets" > "$folder/Directory.Packages.props"
    echo "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>$references</ItemGroup></Project>" > "$folder/probe.csproj"
    timeout 120 dotnet restore "$folder/probe.csproj" --disable-build-servers 2>&1
}

# Whether the package feed has the official Microsoft.ML and TorchSharp: prints true or false. The answer is kept; a feed out of reach is asked again.
feed_has_official_packages() {
    local folder=.cache/official log
    local answer="$folder/answer-$ml_version-$torch_version"
    if [ ! -f "$answer" ]; then
        if log="$(restore_probe "$folder" "Microsoft.ML [$ml_version]" "TorchSharp [$torch_version]")"; then
            echo true > "$answer"
        elif grep -q 'NU110[123]' <<< "$log"; then   # the feed answered: no such package, or not in this version
            echo false > "$answer"
        else
            echo "The package feed cannot be reached; building with the stand-ins in src/StandIns." >&2
            echo false
            return
        fi
    fi
    cat "$answer"
}

# Prints the newest version of a package that the feed has in a range such as 5.*; fails when it has none or does not answer.
newest_in_feed() {   # PACKAGE RANGE
    local folder=".cache/newest/$1"
    rm -rf "$folder"
    restore_probe "$folder" "$1 $2" > /dev/null \
        && sed -n "s|^ *\"$1/\(.*\)\": {|\1|p" "$folder/obj/project.assets.json" | head -n 1 | grep .
}

case "${OFFICIAL:-}" in
    1) official=true ;;
    0) official=false ;;
    '') official="$(feed_has_official_packages)" ;;
    *) echo "OFFICIAL must be 1 (official packages), 0 (stand-ins) or unset (look at the feed), got '$OFFICIAL'." >&2; exit 2 ;;
esac
if [ "$official" = true ]; then echo "Building with the official packages: Microsoft.ML $ml_version, TorchSharp $torch_version where it is used."; else echo "Building with the stand-ins in src/StandIns: the package feed lacks Microsoft.ML or TorchSharp, or OFFICIAL=0."; fi

# Builds in Release and is silent unless that fails.
build() {   # PROJECT...
    local project log
    for project in "$@"; do
        if ! log="$(dotnet build "$project" -c Release -v q --nologo --disable-build-servers -p:OfficialPackages="$official" -p:MicrosoftMLVersion="$ml_version" -p:TorchSharpVersion="$torch_version" 2>&1)"; then
            grep -E 'error|warn' <<< "$log" | sort -u || echo "$log"
            echo "Building $project failed." >&2
            return 1
        fi
    done
}

# The folder with a project's Release build.
built() {   # PROJECT FOLDER
    if [ "$official" = true ]; then echo "$1/bin/official/Release/net10.0"; else echo "$1/bin/Release/net10.0"; fi
}

# Makes the native part of the TorchSharp stand-in where it is missing, or was built from other sources or for another libtorch, with the packages that it needs.
prepare_torch() {
    [ "$official" = false ] || return 0
    local source=src/StandIns/TorchSharp/native/shim.cpp folder=.cache/torch missing=() package hash stamp log
    for package in libtorch-dev libopenblas0-pthread g++; do
        dpkg -s "$package" > /dev/null 2>&1 || missing+=("$package")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
            echo "libtorch is missing: install the Debian packages ${missing[*]}, then run this again." >&2
            return 1
        fi
        echo "Installing ${missing[*]}."
        log="$(apt-get -q update 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" 2>&1)" \
            || { echo "$log" | tail -n 20 >&2; echo "Installing ${missing[*]} failed." >&2; return 1; }
    fi
    hash="$(sha256sum "$source" | cut -d ' ' -f 1)"
    stamp="$hash $(dpkg-query -W -f '${Version}' libtorch-dev)"
    if [ ! -f "$folder/libmlnettorch.so" ] || [ "$(cat "$folder/built-from" 2> /dev/null)" != "$stamp" ]; then
        echo "Compiling $source."
        mkdir -p "$folder"
        log="$(g++ -std=c++17 -O2 -fPIC -fvisibility=hidden -w "-DMT_SOURCES=\"$hash\"" "$source" -shared -o "$folder/new.$$" -ltorch_cpu -lc10 -ldl -s -Wl,--as-needed 2>&1)" \
            || { echo "$log" | grep -E 'error' | head -n 20 >&2; rm -f "$folder/new.$$"; echo "Compiling $source failed; it needs libtorch 1.13 or newer." >&2; return 1; }
        mv "$folder/new.$$" "$folder/libmlnettorch.so"
        echo "$stamp" > "$folder/built-from"
    fi
}
