"""A dense variational autoencoder 784-512-512-8 in PyTorch: seconds of a training step, rows encoded in a second."""
import ctypes
import time

import common

options = common.arguments()
# The same allocator thresholds as the program that this is compared with.
libc = ctypes.CDLL("libc.so.6")
libc.mallopt(-3, 1 << 30)
libc.mallopt(-1, 2**31 - 1)

import torch  # noqa: E402  after the threads are set
from torch import nn  # noqa: E402

torch.set_num_threads(options.threads)
torch.manual_seed(1)
pixels = torch.from_numpy(common.read_images(options.images)[:12800].copy())
encoder = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 16))
decoder = nn.Sequential(nn.Linear(8, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 784))
parameters = [*encoder.parameters(), *decoder.parameters()]
optimizer = torch.optim.Adam(parameters, lr=1e-3)


def step(batch):
    optimizer.zero_grad(set_to_none=True)
    mean, log_variance = encoder(batch).chunk(2, 1)
    latent = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
    loss = nn.functional.binary_cross_entropy_with_logits(decoder(latent), batch, reduction="sum")
    loss = (loss + 0.5 * (mean.pow(2) + log_variance.exp() - 1 - log_variance).sum()) / batch.shape[0]
    loss.backward()
    optimizer.step()
    return loss.item()


times = []
for update in range(600):
    batch = pixels[(update % 100) * 128:(update % 100 + 1) * 128]
    start = time.perf_counter()
    step(batch)
    times.append(time.perf_counter() - start)
common.figure("torch_vae_step_seconds", common.tenth(times[100:], 1))

best = 0.0
with torch.no_grad():
    for size in (64, 128, 512, 2048, 10000):
        for _ in range(4):
            start = time.perf_counter()
            for first in range(0, 10000, size):
                encoder(pixels[first:first + size])
            best = max(best, 10000 / (time.perf_counter() - start))
common.figure("torch_vae_encode_rows_per_second", best)
common.figure("torch_vae_openblas", common.blas_in_use())
