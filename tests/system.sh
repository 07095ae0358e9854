#!/usr/bin/env bash
# Installs what the tests want of the system: PostgreSQL's server programs and Chromium.
# Not root, or nothing to install from: the tests that need them say so and are skipped.
set -euo pipefail

wanted=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || wanted+=(postgresql)
command -v chromium > /dev/null || wanted+=(chromium fonts-dejavu-core fonts-noto-color-emoji)

if [ ${#wanted[@]} -eq 0 ]; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Missing: ${wanted[*]}. Install with: sudo apt-get install ${wanted[*]}"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${wanted[@]}"; }; then
    echo "apt-get could not install ${wanted[*]}."
fi
