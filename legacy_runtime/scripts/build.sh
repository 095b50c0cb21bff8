#!/bin/sh
# Builds the kernels from nothing and sees whether they load. Called by the release job.
set -e
cd "$(dirname "$0")/.."
make -s -C csrc clean all
test -f csrc/build/libruntime.so
PYTHONPATH=. ${PYTHON:-python3} -c 'from runtime.backends.c_backend import load_library; print("abi", load_library().rt_abi())'
