/* Scopes of what the viewer shows, for A and B: waveform, RGB parade, vectorscope with skin line, histogram.
   Measured on the pixels as the browser shows them (8 bit, Rec.709 weights), at SAMPLE_PX across. */
(() => {
  const { el } = lvocal;
  const SAMPLE_PX = 240, W = 176, H = 84, EVERY_MS = 120;
  const KR = 0.2126, KB = 0.0722, KG = 1 - KR - KB;
  const SKIN_DEGREES = 123; /* the I axis of NTSC, along which skin of every tone lies */
  const scratch = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  /** Pixels of a video or image, small. Null while it has none. */
  function sample(source) {
    const width = source.videoWidth || source.naturalWidth, height = source.videoHeight || source.naturalHeight;
    if (!width || (source.readyState !== undefined && source.readyState < 2)) return null;
    const w = Math.min(SAMPLE_PX, width), h = Math.max(1, Math.round((w * height) / width));
    Object.assign(scratch.canvas, { width: w, height: h });
    if (source.classList.contains("gray") || (source.parentElement || source).classList.contains("gray")) scratch.filter = "grayscale(1)";
    scratch.drawImage(source, 0, 0, w, h);
    return { data: scratch.getImageData(0, 0, w, h).data, w, h };
  }

  /** The colour at a place (0..1 across and down): the mean of a twentieth of a percent of the picture. */
  lvocal.colorAt = (source, x, y) => {
    const seen = sample(source);
    if (!seen) return null;
    const cx = Math.min(Math.floor(x * seen.w), seen.w - 1), cy = Math.min(Math.floor(y * seen.h), seen.h - 1), sum = [0, 0, 0];
    let count = 0;
    for (let j = Math.max(cy - 1, 0); j <= Math.min(cy + 1, seen.h - 1); j++)
      for (let i = Math.max(cx - 1, 0); i <= Math.min(cx + 1, seen.w - 1); i++, count++)
        for (let c = 0; c < 3; c++) sum[c] += seen.data[4 * (j * seen.w + i) + c];
    return `#${sum.map((total) => Math.round(total / count).toString(16).padStart(2, "0")).join("")}`;
  };

  /** Counts as light: the more pixels meet at a place, the brighter. */
  function glow(context, counts, tint, strength) {
    const image = context.getImageData(0, 0, W, H);
    for (let k = 0; k < W * H; k++) {
      const light = 1 - Math.exp(-counts[k] * strength);
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = Math.min(255, image.data[4 * k + c] + light * tint[c]);
      image.data[4 * k + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }
  const row = (level) => Math.min(H - 1, Math.max(0, Math.round((1 - level / 255) * (H - 1))));
  const luma = (d, k) => KR * d[k] + KG * d[k + 1] + KB * d[k + 2];

  function waveform(context, { data, w, h }) {
    const counts = new Uint16Array(W * H);
    for (let k = 0; k < w * h; k++) counts[row(luma(data, 4 * k)) * W + Math.floor(((k % w) * W) / w)]++;
    glow(context, counts, [205, 205, 205], 8 / h);
  }
  function parade(context, { data, w, h }) {
    const third = Math.floor(W / 3);
    [[215, 90, 90], [90, 200, 90], [105, 125, 230]].forEach((tint, c) => {
      const counts = new Uint16Array(W * H);
      for (let k = 0; k < w * h; k++) counts[row(data[4 * k + c]) * W + c * third + Math.floor(((k % w) * (third - 2)) / w)]++;
      glow(context, counts, tint, 4 / h);
    });
  }
  /** Cb to the right, Cr upwards; the rim is a chroma of one half. */
  function chromaAt(r, g, b) {
    const y = KR * r + KG * g + KB * b;
    return [(b - y) / (2 * (1 - KB)), (r - y) / (2 * (1 - KR))];
  }
  const onScope = (cb, cr) => [W / 2 + cb * H * 0.94, H / 2 - cr * H * 0.94];
  function vectorscope(context, { data, w, h }) {
    const counts = new Uint16Array(W * H);
    for (let k = 0; k < w * h; k++) {
      const [x, y] = onScope(...chromaAt(data[4 * k] / 255, data[4 * k + 1] / 255, data[4 * k + 2] / 255));
      const px = Math.round(x), py = Math.round(y);
      if (px >= 0 && px < W && py >= 0 && py < H) counts[py * W + px]++;
    }
    glow(context, counts, [210, 210, 210], 60 / (w * h) ** 0.75);
    context.strokeStyle = "#777"; context.fillStyle = "#999"; context.font = "8px sans-serif";
    context.beginPath(); context.arc(W / 2, H / 2, H * 0.47, 0, 2 * Math.PI); context.stroke();
    for (const [name, r, g, b] of [["R", 1, 0, 0], ["Yl", 1, 1, 0], ["G", 0, 1, 0], ["Cy", 0, 1, 1], ["B", 0, 0, 1], ["Mg", 1, 0, 1]]) {
      const [x, y] = onScope(...chromaAt(0.75 * r, 0.75 * g, 0.75 * b));
      context.strokeRect(x - 2.5, y - 2.5, 5, 5);
      context.fillText(name, x + 4, y + 3);
    }
    const angle = (SKIN_DEGREES * Math.PI) / 180;
    context.strokeStyle = "#b9a48c"; context.beginPath(); context.moveTo(W / 2, H / 2);
    context.lineTo(W / 2 + Math.cos(angle) * H * 0.47, H / 2 - Math.sin(angle) * H * 0.47); context.stroke();
  }
  function histogram(context, { data, w, h }) {
    const bins = [0, 1, 2, 3].map(() => new Float32Array(W));
    for (let k = 0; k < w * h; k++) {
      for (let c = 0; c < 3; c++) bins[c][Math.floor((data[4 * k + c] * (W - 1)) / 255)]++;
      bins[3][Math.floor((luma(data, 4 * k) * (W - 1)) / 255)]++;
    }
    const top = Math.max(...bins.map((bin) => [...bin].sort((one, two) => two - one)[3])) || 1;
    ["#c66", "#6b6", "#78d", "#ccc"].forEach((color, c) => {
      context.strokeStyle = color; context.beginPath();
      bins[c].forEach((count, x) => context.lineTo(x, H - 1 - Math.min(1, count / top) * (H - 4)));
      context.stroke();
    });
  }
  function grid(context, levels) {
    context.fillStyle = "#111"; context.fillRect(0, 0, W, H);
    context.strokeStyle = "#333";
    for (const level of levels) { context.beginPath(); context.moveTo(0, row(255 * level) + 0.5); context.lineTo(W, row(255 * level) + 0.5); context.stroke(); }
  }

  const KINDS = [["Waveform", waveform, [0, 0.25, 0.5, 0.75, 1]], ["Parade", parade, [0, 0.25, 0.5, 0.75, 1]], ["Vectorscope", vectorscope, []], ["Histogram", histogram, []]];

  /** A panel that draws `pictures()` -> [{source, name}, {source, name}] whenever `tick` finds something new. */
  lvocal.scopes = (pictures) => {
    const heads = [el("b", {}, "A"), el("b", {}, "B")];
    const canvases = KINDS.map(([name]) => [0, 1].map((side) => el("canvas", { width: W, height: H, role: "img", "aria-label": `${name} of ${"AB"[side]}` })));
    const legal = el("p", { class: "legal", role: "status" });
    const panel = el("div", { class: "scopes", hidden: true, tabindex: 0, role: "region", "aria-label": "Scopes" },
      legal, el("div", { class: "pairs" }, ...heads, ...KINDS.flatMap(([name], k) => [el("i", {}, name), ...canvases[k]])));
    let last = 0, stale = true, moved = "";

    function draw() {
      pictures().forEach(({ source, name }, side) => {
        heads[side].textContent = `${"AB"[side]} ${name}`;
        const seen = source ? sample(source) : null;
        KINDS.forEach(([, paint, levels], k) => {
          const context = canvases[k][side].getContext("2d", { willReadFrequently: true });
          grid(context, levels);
          if (seen) paint(context, seen);
        });
      });
    }
    return {
      panel,
      refresh: (verdict) => { stale = true; legal.textContent = verdict || ""; },
      toggle: () => { panel.hidden = !panel.hidden; stale = true; return !panel.hidden; },
      tick: () => {
        if (panel.hidden) return;
        const now = performance.now(), at = pictures().map(({ source }) => source && (source.currentTime ?? source.src)).join();
        if ((!stale && at === moved) || now - last < EVERY_MS) return;
        [last, moved, stale] = [now, at, false];
        draw();
      },
    };
  };
})();
