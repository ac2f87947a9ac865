"""PyTorch tensor operations: contrastive divergence on binary pixels, 784 x 500, batches of 100, momentum and weight decay; the matrix
products alone; transform; one row. Once everything is written into tensors that exist already, which is PyTorch's fastest way, and once as
it is usually written (plain)."""
import time

from common import arguments, best_of, blas_in_use, figure, read_images, update_figures

options = arguments()

import torch

torch.set_num_threads(options.threads)
torch.set_grad_enabled(False)
torch.manual_seed(0)
BATCH, VISIBLE, HIDDEN = 100, 784, 500
RATE, MOMENTUM, DECAY = 0.05, 0.9, 1e-4
grey = torch.from_numpy(read_images(options.images))
binary = (grey >= 0.5).float()
updates = len(binary) // BATCH


class Machine:
    def __init__(self):
        self.w = torch.randn(VISIBLE, HIDDEN) * 0.01
        self.a = torch.zeros(VISIBLE)
        self.b = torch.zeros(HIDDEN)
        self.vw, self.va, self.vb = torch.zeros_like(self.w), torch.zeros_like(self.a), torch.zeros_like(self.b)
        self.v, self.pv = torch.empty(BATCH, VISIBLE), torch.empty(BATCH, VISIBLE)
        self.h, self.ph, self.ph0 = (torch.empty(BATCH, HIDDEN) for _ in range(3))
        self.uv, self.uh = torch.empty(BATCH, VISIBLE), torch.empty(BATCH, HIDDEN)

    def hidden(self, v, out):
        torch.addmm(self.b, v, self.w, out=out)
        return out.sigmoid_()

    def step(self, v0, k):
        self.hidden(v0, self.ph0)
        p = self.ph0
        for _ in range(k):
            torch.lt(self.uh.uniform_(), p, out=self.h)   # four times as fast as torch.bernoulli
            torch.addmm(self.a, self.h, self.w.t(), out=self.pv)
            torch.lt(self.uv.uniform_(), self.pv.sigmoid_(), out=self.v)
            p = self.hidden(self.v, self.ph)
        # velocity = momentum velocity + rate (data - model) / batch - rate decay w
        scale = RATE / len(v0)
        self.vw.mul_(MOMENTUM).addmm_(v0.t(), self.ph0, alpha=scale).addmm_(self.v.t(), self.ph, alpha=-scale)
        self.vw.add_(self.w, alpha=-RATE * DECAY)
        self.va.mul_(MOMENTUM).add_((v0 - self.v).sum(0), alpha=scale)
        self.vb.mul_(MOMENTUM).add_((self.ph0 - self.ph).sum(0), alpha=scale)
        self.w.add_(self.vw)
        self.a.add_(self.va)
        self.b.add_(self.vb)


class PlainMachine(Machine):
    """The same update as it is usually written: new tensors, torch.bernoulli."""

    def step(self, v0, k):
        ph0 = torch.sigmoid(v0 @ self.w + self.b)
        ph = ph0
        for _ in range(k):
            h = torch.bernoulli(ph)
            v = torch.bernoulli(torch.sigmoid(h @ self.w.t() + self.a))
            ph = torch.sigmoid(v @ self.w + self.b)
        gradient = (v0.t() @ ph0 - v.t() @ ph) / len(v0) - DECAY * self.w
        self.vw = MOMENTUM * self.vw + RATE * gradient
        self.va = MOMENTUM * self.va + RATE * (v0 - v).mean(0)
        self.vb = MOMENTUM * self.vb + RATE * (ph0 - ph).mean(0)
        self.w += self.vw
        self.a += self.va
        self.b += self.vb


def contrastive_divergence(k, epochs, name="torch", machine=None):
    machine = machine or Machine()
    seconds, times = [], []
    for _ in range(epochs):
        start = time.perf_counter()
        order = torch.randperm(len(binary))
        for first in range(0, updates * BATCH, BATCH):
            begin = time.perf_counter()
            machine.step(binary[order[first:first + BATCH]], k)
            times.append(time.perf_counter() - begin)
        seconds.append(time.perf_counter() - start)
    figure(f"{name}_cd{k}_epoch_seconds", min(seconds))
    update_figures(f"{name}_cd{k}", times, updates)
    rows = binary[:1000]
    back = torch.sigmoid(torch.addmm(machine.a, torch.sigmoid(torch.addmm(machine.b, rows, machine.w)), machine.w.t()))
    figure(f"{name}_cd{k}_reconstruction_error", ((rows - back) ** 2).mean().item())   # shows that it learns
    return machine


def products():
    v0, v1 = binary[:BATCH].clone(), binary[BATCH:2 * BATCH].clone()
    h, w = torch.rand(BATCH, HIDDEN), torch.rand(VISIBLE, HIDDEN)
    ph, pv, gradient = torch.empty(BATCH, HIDDEN), torch.empty(BATCH, VISIBLE), torch.zeros(VISIBLE, HIDDEN)

    def five():
        torch.mm(v0, w, out=ph)
        torch.mm(h, w.t(), out=pv)
        torch.mm(v1, w, out=ph)
        gradient.addmm_(v0.t(), h, beta=0)
        gradient.addmm_(v1.t(), h, alpha=-1)
    five()
    figure("torch_products_epoch_seconds", updates * best_of(300, five))
    speed = 0
    for n in (384, 512, 1024):
        x, y, z = torch.rand(n, n), torch.rand(n, n), torch.empty(n, n)
        speed = max(speed, 2 * n ** 3 / best_of(100, lambda: torch.mm(x, y, out=z)))
    figure("sgemm_gflops", speed / 1e9)
    figure("dense_limit_epoch_seconds", updates * 5 * 2 * BATCH * VISIBLE * HIDDEN / speed)


def transform(machine):
    rows, out = grey[:10000], torch.empty(10000, HIDDEN)
    machine.hidden(rows, out)
    figure("torch_transform_rows_per_second", len(rows) / best_of(10, lambda: machine.hidden(rows, out)))
    one, out1 = grey[:1], torch.empty(1, HIDDEN)
    figure("torch_one_row_microseconds", 1e6 * best_of(20, lambda: [machine.hidden(one, out1) for _ in range(200)]) / 200)


wanted = lambda kind: not options.only or kind in options.only
machine = Machine()
if wanted("products"):
    products()
if wanted("cd1"):
    machine = contrastive_divergence(1, options.epochs)
if wanted("cd5"):
    contrastive_divergence(5, max(1, options.epochs - 1))
if wanted("plain"):
    contrastive_divergence(1, options.epochs, "torch_plain", PlainMachine())
    contrastive_divergence(5, max(1, options.epochs - 1), "torch_plain", PlainMachine())
if wanted("transform"):
    transform(machine)
figure("torch_uses_openblas", blas_in_use())
