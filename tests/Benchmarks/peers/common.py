"""What the scripts of the peers share: digits, threads, timing, figures."""
import argparse
import gzip
import os
import struct
import sys
import time


def arguments():
    """Reads the command line, and sets the number of threads before any library that has threads is loaded."""
    parser = argparse.ArgumentParser(description="Times a peer and prints lines 'figure NAME VALUE'.")
    parser.add_argument("images", help="training images, an IDX file, gzip or plain")
    parser.add_argument("--threads", type=int, required=True, help="threads of the linear algebra")
    parser.add_argument("--epochs", type=int, default=3, help="epochs of each kind; the best one counts")
    parser.add_argument("--only", default="", help="kinds to run, separated by commas; all without it")
    options = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    # Either of these makes OpenBLAS slower than it is on this processor, which would flatter whoever is compared with it.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    options.only = [kind for kind in options.only.split(",") if kind]
    return options


def read_images(path):
    """Pixels from 0 to 1, single precision, one row an image."""
    import numpy as np
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with (gzip.open if packed else open)(path, "rb") as file:
        magic, count, height, width = struct.unpack(">IIII", file.read(16))
        if magic != 0x803:
            sys.exit(f"{path}: expected an IDX file of images, magic 0x803, got {magic:#x}")
        pixels = np.frombuffer(file.read(), np.uint8)
    return (pixels.reshape(count, height * width) / 255).astype(np.float32)


def blas_in_use():
    """1 when OpenBLAS is loaded: with the reference BLAS the figures would say nothing."""
    with open("/proc/self/maps") as file:
        return 1 if "openblas" in file.read().lower() else 0


def figure(name, value):
    print(f"figure {name} {value:.6g}", flush=True)


def tenth(times, updates):
    """The 10th percentile of the update times, times the number of updates: an epoch when nothing else runs."""
    ordered = sorted(times)
    return ordered[int(0.1 * (len(ordered) - 1))] * updates


def update_figures(name, times, updates):
    """The 10th percentile and the median of the update times, times the number of updates."""
    figure(f"{name}_epoch_updates_p10_seconds", tenth(times, updates))
    figure(f"{name}_epoch_updates_median_seconds", sorted(times)[(len(times) - 1) // 2] * updates)


def best_of(repeats, action):
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best
