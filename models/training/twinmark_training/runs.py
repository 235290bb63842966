"""What every training run shares: seeds, schedule, log, and checkpoints that a stopped run resumes from."""

from __future__ import annotations

import ctypes
import json
import math
import time
from pathlib import Path

import torch


def learning_rate(step: int, steps: int, peak: float, warm: int = 100) -> float:
    """Linear rise, then half a cosine down to a hundredth of the peak."""
    if step < warm:
        return peak * (step + 1) / warm
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))))


def fast_forward(model: torch.nn.Module, x: torch.Tensor) -> torch.Tensor:
    """The model's output in float32, its layers in bfloat16: on processors with such units four times as fast."""
    with torch.autocast(x.device.type, torch.bfloat16):
        return model(x.contiguous(memory_format=torch.channels_last)).float()


def keep_freed_memory() -> None:
    """Stops glibc from giving every freed image back to the system, only to ask for it again: half the time."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD
        libc.mallopt(-3, 2**31 - 1)  # M_MMAP_THRESHOLD
    except OSError:
        pass


class Run:
    """One training: a model, its optimiser, its random numbers, and the folder that keeps them.

    A run that was stopped and is started again with the same folder goes on at its last checkpoint
    with the same random numbers, so that it ends where it would have ended."""

    def __init__(
        self, folder: Path, model: torch.nn.Module, peak: float, steps: int, seed: int, device: str, decay: float = 1e-3
    ):
        self.folder, self.model, self.peak, self.steps = folder, model, peak, steps
        folder.mkdir(parents=True, exist_ok=True)
        keep_freed_memory()
        model.to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=decay)
        self.generator = torch.Generator(device).manual_seed(seed)
        self.step, self.means, self._since = 0, {}, time.monotonic()
        self._seconds = 0.0
        if self._checkpoint.exists():
            self._resume(device)

    @property
    def _checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def left(self):
        """The steps still to do; sets the learning rate of each."""
        self.model.train()
        while self.step < self.steps:
            for group in self.optimiser.param_groups:
                group["lr"] = learning_rate(self.step, self.steps, self.peak)
            yield self.step

    def apply(self, parts: dict[str, torch.Tensor]) -> None:
        """One step down the gradient of parts["total"]; counts, logs, keeps."""
        self.optimiser.zero_grad(set_to_none=True)
        parts["total"].backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        for name, part in parts.items():
            value = float(part.detach())
            self.means[name] = value if self.step == 1 else 0.98 * self.means.get(name, value) + 0.02 * value
        if self.step % 50 == 0 or self.step == self.steps:
            self._log()
        if self.step % 200 == 0 or self.step == self.steps:
            self.save()

    def _log(self) -> None:
        seconds = self._seconds + time.monotonic() - self._since
        line = {
            "step": self.step,
            "of": self.steps,
            "seconds": round(seconds),
            **{k: round(v, 4) for k, v in self.means.items()},
        }
        with open(self.folder / "log.jsonl", "a", encoding="utf8") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)

    def save(self) -> None:
        now = time.monotonic()
        self._seconds, self._since = self._seconds + now - self._since, now
        part = self._checkpoint.with_suffix(".part")
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "generator": self.generator.get_state(),
            "torch": torch.get_rng_state(),
            "step": self.step,
            "means": self.means,
            "seconds": self._seconds,
        }
        torch.save(state, part)
        part.rename(self._checkpoint)

    def _resume(self, device: str) -> None:
        state = torch.load(self._checkpoint, map_location=device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.generator.set_state(state["generator"].cpu())
        torch.set_rng_state(state["torch"].cpu())
        self.step, self.means, self._seconds = state["step"], state["means"], state["seconds"]
