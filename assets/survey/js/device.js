/* What a browser says of itself and of the screen. */

const FRAMES = 40;

let rate = null;

/** The facts that may matter for what was seen. The window's size is that of now. */
export async function describe() {
  rate ??= refreshRate();
  return {
    browser: navigator.userAgent.slice(0, 300),
    screen: [screen.width, screen.height],
    window: [innerWidth, innerHeight],
    pixel_ratio: devicePixelRatio,
    refresh_hz: Math.round(10 * await rate) / 10,
    colour_bits: screen.colorDepth,
    gamut: ["rec2020", "p3", "srgb"].find((name) => matchMedia(`(color-gamut: ${name})`).matches) ?? "",
    high_range: matchMedia("(dynamic-range: high)").matches,
    touch: matchMedia("(pointer: coarse)").matches,
  };
}

/** Pictures a second, by the median distance of some; 0 where the page is not in view. */
function refreshRate() {
  return new Promise((resolve) => {
    const times = [];
    const fallback = setTimeout(() => resolve(0), 3000);
    const step = (now) => {
      times.push(now);
      if (times.length <= FRAMES) {
        requestAnimationFrame(step);
        return;
      }
      clearTimeout(fallback);
      const gaps = times.slice(1).map((time, at) => time - times[at]).sort((one, other) => one - other);
      resolve(1000 / gaps[gaps.length >> 1]);
    };
    requestAnimationFrame(step);
  });
}
