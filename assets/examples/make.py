"""Renders the example films of this project: python assets/examples/make.py (half a minute).

Two scenes without any recording in them, drawn by code and scored with the project's own sound presets.
Seeds are fixed, so the films come out alike everywhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from lvocal.media.synth import preset  # noqa: E402

WIDTH, HEIGHT, FPS, SECONDS = 640, 360, 24, 4.5
RATE_HZ = 48_000
Image = np.ndarray
X, Y = np.meshgrid(np.linspace(-1, 1, WIDTH), np.linspace(0, 1, HEIGHT))


def clouds(rng: np.random.Generator, shape: tuple[int, int], steepness: float) -> Image:
    """Noise with a spectrum of 1 / f^steepness, as textures of nature have it; (H, W) in 0..1, seamless."""
    fy, fx = np.meshgrid(np.fft.fftfreq(shape[0]), np.fft.fftfreq(shape[1]), indexing="ij")
    frequency = np.hypot(fy, fx)
    frequency[0, 0] = 1
    spectrum = np.fft.fft2(rng.standard_normal(shape)) / frequency**steepness
    spectrum[0, 0] = 0
    field = np.fft.ifft2(spectrum).real
    low, high = np.percentile(field, [1, 99])
    return np.clip((field - low) / (high - low), 0, 1)


def sample(texture: Image, x: Image, y: Image) -> Image:
    """Read a seamless texture at any coordinates in pixels."""
    high, wide = texture.shape
    points = (np.mod(x, wide).astype(np.float32), np.mod(y, high).astype(np.float32))
    return cv2.remap(texture.astype(np.float32), *points, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)


def smooth(low: float, high: float, value: Image) -> Image:
    """0 below `low`, 1 above `high`, smooth between."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return part * part * (3 - 2 * part)


def mix(below: Image, above: Image | float, cover: Image) -> Image:
    """`above` over `below` where `cover` is 1."""
    return below * (1 - cover) + above * cover


class Beach:
    """A wide beach: clouds drifting, waves rolling in, a sail passing, a headland far away."""

    HORIZON = 0.40

    def __init__(self) -> None:
        rng = np.random.default_rng(7)
        self.fine, self.soft = clouds(rng, (512, 512), 0.9), clouds(rng, (512, 512), 1.7)
        self.sky, self.ripple = clouds(rng, (512, 1024), 1.9), clouds(rng, (512, 512), 1.15)
        ridge = clouds(rng, (1, 1024), 1.5)[0][:WIDTH]
        self.ridge = self.HORIZON - 0.10 * smooth(0.15, 0.95, X[0]) * (0.55 + 0.6 * ridge)

    def frame(self, time: float) -> Image:
        """(H, W) in 0..1."""
        gray = self._sky(time)
        land = smooth(0, 0.006, Y - self.ridge[None]) * (Y < self.HORIZON + 0.002)
        gray = mix(gray, 0.30 + 0.16 * sample(self.fine, X * 300, Y * 700), land)
        depth = 0.05 / np.maximum(Y - self.HORIZON, 0.004)
        gray = np.where(self.HORIZON < Y, self._sea(time, depth), gray)
        gray = self._sail(gray, time)
        return self._shore(gray, time)

    def _sky(self, time: float) -> Image:
        base = 0.40 + 0.26 * Y / self.HORIZON
        far = 0.06 / np.maximum(self.HORIZON + 0.05 - Y, 0.02)
        field = sample(self.sky, X * far * 160 + 300 + time * 5, far * 130)
        billow = field + 0.12 * (sample(self.fine, X * far * 260 + time * 7, far * 260) - 0.5)
        cover = smooth(0.60, 0.84, billow) * smooth(0.0, 0.12, self.HORIZON - Y + 0.06)
        return mix(base, 0.86 + 0.10 * billow, cover * 0.95)

    def _sea(self, time: float, depth: Image) -> Image:
        across, along = X * depth * 520, depth * 420
        swell = np.sin(along * 0.085 + time * 2.3 + 1.5 * sample(self.soft, across * 0.3, along * 0.3))
        chop = sample(self.ripple, across + time * 16, along * 2.4 + time * 26)
        chop += sample(self.ripple, across * 0.6 - time * 11, along * 1.5 + time * 34)
        water = 0.36 + 0.12 * (chop - 1) + 0.035 * swell + 0.10 * smooth(0.14, 0.0, Y - self.HORIZON)
        glint = smooth(1.42, 1.75, chop) * np.exp(-((X + 0.25) ** 2) / 0.12)
        return np.clip(water + 0.5 * glint, 0, 1)

    def _sail(self, gray: Image, time: float) -> Image:
        x, base, tall = -0.32 + 0.014 * time, self.HORIZON + 0.075 + 0.004 * np.sin(2 * time), 0.30
        up = (base - Y) / tall
        inside = (up > 0.06) & (up < 1)
        main = inside & (X > x) & (x + 0.15 * np.clip(1 - up, 0, 1) ** 0.8 > X)
        jib = inside & (up < 0.85) & (x - 0.012 > X) & (x - 0.012 - 0.10 * (0.88 - up) < X)
        gray = np.where(main, 0.66, np.where(jib, 0.56, gray))
        hull = (np.abs(Y - base + 0.002) < 0.022) & (
            np.abs(X - x - 0.018) < 0.16 - 1.8 * np.maximum(Y - base, 0)
        )
        return np.where(hull, 0.16, gray)

    def _shore(self, gray: Image, time: float) -> Image:
        wash = 0.018 * np.sin(time * 1.35) + 0.03 * (sample(self.soft, X * 120 + 40, Y * 0 + time * 14) - 0.5)
        edge = 0.70 + 0.05 * X + wash
        near = (Y - 0.6) / 0.4
        grain = sample(self.fine, X * 260 / (1.4 - near), Y * 900) - 0.5
        dunes = sample(self.soft, X * 200, Y * 500) - 0.5
        sand = 0.68 + 0.13 * grain + 0.14 * dunes + 0.05 * near
        wet = smooth(0.13, 0.0, Y - edge)
        sand = sand * (1 - 0.38 * wet) + 0.03 * wet
        gray = mix(gray, sand, smooth(-0.003, 0.006, Y - edge))
        for offset, width, power in ((0.0, 0.016, 1.0), (-0.055, 0.010, 0.8), (-0.115, 0.006, 0.6)):
            line = (
                edge
                + offset
                - 0.012 * np.sin(time * 1.7 + offset * 60)
                + 0.006 * np.sin(X * 9 + offset * 200)
            )
            lace = smooth(
                0.36, 0.62, sample(self.ripple, X * 330 + offset * 900, (Y - line) * 1300 + time * 9)
            )
            body = smooth(width, width * 0.2, np.abs(Y - line)) * (0.35 + 0.65 * lace)
            gray = mix(gray, 0.95, np.clip(body * power, 0, 1))
        return gray

    @staticmethod
    def sound() -> np.ndarray:
        """(2, N)."""
        return 0.9 * _preset("sea-waves") + 0.5 * _preset("contentment")


class Campfire:
    """A fire in a forest clearing at night: flames, sparks, trunks lit from below, a moon."""

    def __init__(self) -> None:
        rng = np.random.default_rng(21)
        self.fine, self.soft = clouds(rng, (512, 512), 0.9), clouds(rng, (512, 512), 1.7)
        self.flow = clouds(rng, (512, 512), 1.35)
        self.trunks = self._trunks(rng)
        self.forest = self._still_forest()
        self.sparks = rng.uniform(size=(46, 4))
        self.stars = rng.uniform(size=(70, 3))

    def frame(self, time: float) -> Image:
        """(H, W) in 0..1."""
        flicker = 1 + 0.10 * np.sin(time * 9.1) + 0.07 * np.sin(time * 15.7 + 1) + 0.05 * np.sin(time * 23.3)
        gray = self._night(time)
        gray = self._forest(gray, flicker)
        gray = self._ground(gray, flicker)
        gray = self._fire(gray, time)
        return self._sparks(gray, time)

    @staticmethod
    def _trunks(rng: np.random.Generator) -> list[tuple[float, float, float, float]]:
        """(x, half width, distance 0..1, lean), far ones first."""
        far = np.sort(rng.uniform(0.05, 1, 26))[::-1]
        xs = rng.uniform(-1.05, 1.05, 26)
        xs = np.where(np.abs(xs) < 0.20 + 0.12 * (1 - far), np.sign(xs + 1e-3) * rng.uniform(0.3, 1, 26), xs)
        width = 0.014 + 0.05 * (1 - far)
        return list(zip(xs, width, far, rng.uniform(-0.06, 0.06, 26), strict=True))

    def _night(self, time: float) -> Image:
        gray = 0.13 - 0.05 * Y + 0.05 * (sample(self.soft, X * 200 + time * 4, Y * 260) - 0.3)
        for x, y, light in self.stars:
            row, column = int(y * 0.45 * HEIGHT), int(x * (WIDTH - 1))
            gray[row, column] += 0.25 + 0.5 * light * (0.8 + 0.2 * np.sin(time * 5 + 40 * x))
        away = np.hypot((X - 0.52) * WIDTH / HEIGHT / 2, Y - 0.15)
        moon = smooth(0.050, 0.046, away) * (0.88 + 0.2 * (sample(self.soft, X * 900, Y * 1000) - 0.5))
        return gray + moon + 0.10 * np.exp(-away * 9)

    def _still_forest(self) -> tuple[Image, Image, Image]:
        """The trunks never move: what shows between them, their own light, and what the fire adds."""
        gap, own, lit = np.ones_like(X), np.zeros_like(X), np.zeros_like(X)
        for x, width, far, lean in self.trunks:
            foot = 0.60 + 0.20 * (1 - far)
            middle = x + lean * (foot - Y) + 0.006 * np.sin(Y * 13 + x * 40)
            half = width * (0.75 + 0.35 * Y)
            inside = smooth(half, half * 0.85, np.abs(X - middle)) * (foot > Y)
            bark = sample(self.fine, (X - middle) * 900 + x * 999, Y * 90) - 0.5
            side = np.clip((middle - X) / half * np.sign(x) * 0.5 + 0.55, 0, 1)
            warm = np.exp(-np.abs(x) * 1.3) * np.exp(-np.abs(Y - 0.62) * 3.2) * (1 - 0.75 * far)
            gap, own = gap * (1 - inside), mix(own, 0.05 + 0.05 * far, inside)
            lit = mix(lit, 0.85 * warm * side * (1 + 0.9 * bark), inside)
        return gap, own, lit

    def _forest(self, gray: Image, flicker: float) -> Image:
        gap, own, lit = self.forest
        gray = gray * gap + np.clip(own + flicker * lit, 0, 1)
        leaves = smooth(0.52, 0.64, sample(self.flow, X * 420, Y * 420) + 0.9 * (0.20 - Y))
        lit = 0.06 + 0.26 * flicker * np.exp(-((X**2) * 2 + (Y - 0.4) ** 2 * 6)) * sample(
            self.fine, X * 700, Y * 700
        )
        return mix(gray, lit, leaves * (Y < 0.55) * 0.94)

    def _ground(self, gray: Image, flicker: float) -> Image:
        grass = sample(self.fine, X * 500 / np.maximum(Y, 0.5), Y * 1400) - 0.5
        tuft = sample(self.flow, X * 300, Y * 700) - 0.5
        distance = np.hypot(X * 0.85, (Y - 0.83) * 2.1)
        light = 0.06 + 0.80 * flicker * np.exp(-distance * 2.4) * (1 + 0.9 * grass + 0.7 * tuft)
        edge = 0.635 + 0.02 * (sample(self.soft, X * 160, X * 0) - 0.5)
        gray = mix(gray, np.clip(light, 0, 1), smooth(-0.01, 0.02, Y - edge))
        for angle in np.linspace(0, 2 * np.pi, 13, endpoint=False):
            x, y = 0.215 * np.cos(angle), 0.845 + 0.052 * np.sin(angle)
            inside = smooth(1.0, 0.8, np.hypot((X - x) / 0.036, (Y - y) / 0.030))
            toward = np.clip(0.5 - ((X - x) * np.cos(angle) * 18 + (Y - y) * np.sin(angle) * 22), 0.08, 1)
            gray = mix(gray, np.clip(0.5 * flicker * toward * (0.8 + 0.4 * grass), 0, 1), inside)
        for slope, shift in ((0.22, 0.0), (-0.25, 0.012), (0.06, 0.024)):
            across = np.abs(Y - 0.845 - shift - slope * X * 0.5)
            log = smooth(0.020, 0.014, across) * (np.abs(X) < 0.17)
            gray = mix(gray, 0.10 + 0.5 * np.clip(0.016 - across, 0, 1) * 10 + 0.12 * grass, log)
        return gray

    def _fire(self, gray: Image, time: float) -> Image:
        up = (0.86 - Y) / 0.40
        sway = 0.05 * (sample(self.soft, X * 0 + 60, Y * 240 + time * 260) - 0.5) * np.clip(up, 0, 1)
        tongue = sample(self.flow, (X + sway) * 330, Y * 300 + time * 330)
        tongue = 0.6 * tongue + 0.4 * sample(self.flow, (X - sway) * 560 + 99, Y * 460 + time * 520)
        width = 0.135 * np.sqrt(np.clip(1 - up, 0, 1)) * (0.45 + 0.9 * np.clip(up + 0.25, 0, 0.6))
        body = np.exp(-(((X + sway) / np.maximum(width, 1e-3)) ** 2) * 1.4) * smooth(
            -0.10, 0.06, up - 0.5 * X**2
        )
        heat = body * (1.55 - 1.15 * np.clip(up, 0, 1)) * (0.35 + 1.1 * tongue)
        glow = 0.16 * np.exp(-(X**2 * 9 + (Y - 0.68) ** 2 * 13))
        return np.clip(gray + glow, 0, 1) * (1 - smooth(0.3, 0.7, heat)) + 0.84 * smooth(
            0.25, 1.15, heat
        ) * smooth(0.3, 0.7, heat)

    def _sparks(self, gray: Image, time: float) -> Image:
        gray = gray.copy()
        for start, x, speed, phase in self.sparks:
            age = (time * (0.35 + 0.5 * speed) + start) % 1
            column = (0.5 + 0.5 * (0.12 * (x - 0.5) + 0.10 * age * np.sin(phase * 20 + age * 7))) * WIDTH
            row = (0.70 - 0.62 * age) * HEIGHT
            cv2.circle(
                gray, (round(column), round(row)), 1, float(0.95 * (1 - age) ** 1.5 + 0.12), -1, cv2.LINE_AA
            )
        return gray

    @staticmethod
    def sound() -> np.ndarray:
        """(2, N)."""
        return 0.9 * _preset("crackling-fire") + 0.25 * _preset("night-crickets") + 0.45 * _preset("awe")


def render(path: Path, scene: Callable[[float], Image], sound: np.ndarray) -> None:
    """Film grain, H.264 without colour, AAC."""
    rng = np.random.default_rng(3)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=FPS, options={"crf": "25", "preset": "medium", "tune": "film"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.colorspace = video.codec_context.color_primaries = (
            video.codec_context.color_trc
        ) = 1
        video.codec_context.color_range = 1
        audio = out.add_stream("aac", rate=RATE_HZ, layout="stereo", bit_rate=128_000)
        for number in range(round(SECONDS * FPS)):
            gray = cv2.GaussianBlur(scene(number / FPS), (0, 0), 0.6)
            gray = np.clip(gray + 0.010 * rng.standard_normal(gray.shape), 0, 1)
            frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
            planes = (16 + 219 * gray, np.full((HEIGHT // 2, WIDTH // 2), 128.0))
            for plane, values in zip(frame.planes, (planes[0], planes[1], planes[1]), strict=True):
                padded = np.zeros((plane.height, plane.line_size), np.uint8)
                padded[:, : plane.width] = np.round(values)
                plane.update(padded)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        for start in range(0, sound.shape[1], 1024):
            piece = np.ascontiguousarray(sound[:, start : start + 1024], np.float32)
            block = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            block.sample_rate, block.pts = RATE_HZ, start
            out.mux(audio.encode(block))
        out.mux(audio.encode(None))


def _preset(name: str) -> np.ndarray:
    return preset(name, SECONDS, RATE_HZ).samples


if __name__ == "__main__":
    for name, kind in (("beach", Beach), ("campfire", Campfire)):
        mixed = kind.sound()
        render(HERE / f"{name}.mp4", kind().frame, mixed * min(1.0, 0.9 / float(np.abs(mixed).max())))
        print(f"{name}.mp4: {(HERE / f'{name}.mp4').stat().st_size / 1e6:.2f} MB")
