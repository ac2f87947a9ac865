"""The DCGAN of the TensorFlow tutorial for 28 x 28 images in PyTorch, 256 images an update: seconds of a training step, with one thread
and with all, and of its transposed convolutions alone."""
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

BATCH = 256
torch.set_num_threads(options.threads)
torch.manual_seed(1)
pixels = torch.from_numpy(common.read_images(options.images)[:10 * BATCH].copy() * 2 - 1).reshape(-1, 1, 28, 28)


def normalised(channels, dimensions):
    return (nn.BatchNorm1d if dimensions == 1 else nn.BatchNorm2d)(channels, eps=1e-3, momentum=0.01)


def transposed():
    """The generator's three transposed convolutions, with the shapes of their inputs."""
    return [(nn.ConvTranspose2d(256, 128, 5, 1, 2, bias=False), (256, 7, 7)),
            (nn.ConvTranspose2d(128, 64, 5, 2, 2, 1, bias=False), (128, 7, 7)),
            (nn.ConvTranspose2d(64, 1, 5, 2, 2, 1, bias=False), (64, 14, 14))]


class Game:
    """Both players, as the tutorial has them."""

    def __init__(self, layout):
        (first, _), (second, _), (third, _) = transposed()
        self.generator = nn.Sequential(
            nn.Linear(100, 7 * 7 * 256, bias=False), normalised(7 * 7 * 256, 1), nn.LeakyReLU(0.3, inplace=True), nn.Unflatten(1, (256, 7, 7)),
            first, normalised(128, 2), nn.LeakyReLU(0.3, inplace=True),
            second, normalised(64, 2), nn.LeakyReLU(0.3, inplace=True),
            third, nn.Tanh()).to(memory_format=layout)
        self.discriminator = nn.Sequential(
            nn.Conv2d(1, 64, 5, 2, 2), nn.LeakyReLU(0.3, inplace=True), nn.Dropout(0.3),
            nn.Conv2d(64, 128, 5, 2, 2), nn.LeakyReLU(0.3, inplace=True), nn.Dropout(0.3),
            nn.Flatten(), nn.Linear(7 * 7 * 128, 1)).to(memory_format=layout)
        self.optimizers = [torch.optim.Adam(network.parameters(), lr=1e-4) for network in (self.generator, self.discriminator)]
        self.ones, self.zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

    def step(self, real):
        """The discriminator, then the generator against it as it is then, without computing the discriminator's gradients in vain."""
        loss = nn.functional.binary_cross_entropy_with_logits
        fake = self.generator(torch.randn(BATCH, 100))
        self.optimizers[1].zero_grad(set_to_none=True)
        discriminator_loss = loss(self.discriminator(real), self.ones) + loss(self.discriminator(fake.detach()), self.zeros)
        discriminator_loss.backward()
        self.optimizers[1].step()
        self.discriminator.requires_grad_(False)
        self.optimizers[0].zero_grad(set_to_none=True)
        generator_loss = loss(self.discriminator(fake), self.ones)
        generator_loss.backward()
        self.optimizers[0].step()
        self.discriminator.requires_grad_(True)
        return discriminator_loss.item() + generator_loss.item()


def seconds(kind, layout=torch.contiguous_format):
    if options.only and kind not in options.only:
        return
    game = Game(layout)
    times = []
    for update in range(options.epochs + 2):
        batch = pixels[update % 10 * BATCH:(update % 10 + 1) * BATCH].contiguous(memory_format=layout)
        start = time.perf_counter()
        game.step(batch)
        times.append(time.perf_counter() - start)
    for number, value in enumerate(times[2:]):   # the first ones warm up
        common.figure(f"torch_gan_{kind}_seconds.{number}", value)


seconds("step")
seconds("channels_last", layout=torch.channels_last)

if not options.only or "transposed" in options.only:
    for number in range(options.epochs + 1):
        total = 0.0
        for layer, shape in transposed():
            rows = torch.randn(BATCH, *shape, requires_grad=True)
            start = time.perf_counter()
            layer(rows).sum().backward()
            total += time.perf_counter() - start
        if number:
            common.figure(f"torch_gan_transposed_seconds.{number}", total)
common.figure("torch_gan_openblas", common.blas_in_use())
