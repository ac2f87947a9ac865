"""scikit-learn's BernoulliRBM: persistent contrastive divergence on grey pixels, 784 x 500, batches of 100; transform; one row."""
import time
import warnings

from common import arguments, best_of, blas_in_use, figure, read_images, update_figures

options = arguments()

import numpy as np
from sklearn.neural_network import BernoulliRBM

warnings.simplefilter("ignore")
BATCH = 100
images = read_images(options.images)
np.random.default_rng(0).shuffle(images)   # fit visits rows in file order
updates = (len(images) + BATCH - 1) // BATCH


class Timed(BernoulliRBM):
    """Notes how long each update takes."""
    times = []

    def _fit(self, v_pos, rng):
        start = time.perf_counter()
        super()._fit(v_pos, rng)
        self.times.append(time.perf_counter() - start)


def measure(name, rows):
    epochs = []
    Timed.times.clear()
    for _ in range(options.epochs):
        rbm = Timed(n_components=500, learning_rate=0.01, batch_size=BATCH, n_iter=1, random_state=0)
        start = time.perf_counter()
        rbm.fit(rows)
        epochs.append(time.perf_counter() - start)
    figure(f"sklearn_{name}_pcd_epoch_seconds", min(epochs))
    update_figures(f"sklearn_{name}_pcd", Timed.times, updates)
    assert rbm.components_.dtype == rows.dtype

    batch = rows[:10000]
    rbm.transform(batch)
    figure(f"sklearn_{name}_transform_rows_per_second", len(batch) / best_of(5, lambda: rbm.transform(batch)))
    one = rows[:1]
    figure(f"sklearn_{name}_one_row_microseconds", 1e6 * best_of(20, lambda: [rbm.transform(one) for _ in range(100)]) / 100)


if not options.only or "float32" in options.only:
    measure("float32", images)
if not options.only or "default" in options.only:
    measure("default", images.astype(np.float64))   # what fit makes of anything that is not single precision
figure("sklearn_uses_openblas", blas_in_use())
