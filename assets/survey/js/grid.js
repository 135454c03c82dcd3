/* Films as large as the window lets them be, all of one size, from left to right. */

const GAP_PX = 12;
const ANSWER_PX = 50; // the button under a film, and what is between
const ROW_PX = 400; // films this wide may all stand in one row

/** Lay out `films` in `grid`, now and whenever the window changes; gives what ends it. */
export function arrange(grid, films) {
  const lay = () => {
    const { columns, width } = best(films.length, shapeOf(films[0]), roomOf(grid));
    grid.style.setProperty("--columns", columns);
    grid.style.setProperty("--film", `${Math.floor(width)}px`);
    grid.style.setProperty("--shape", shapeOf(films[0]));
  };
  const watch = new ResizeObserver(lay);
  watch.observe(document.documentElement);
  films[0].addEventListener("loadedmetadata", lay);
  addEventListener("resize", lay);
  lay();
  return () => {
    watch.disconnect();
    removeEventListener("resize", lay);
  };
}

/** One row where that leaves films large enough; else the grid in which they are largest. */
function best(count, shape, { width, height }) {
  const sizes = [];
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const across = (width - GAP_PX * (columns - 1)) / columns;
    const down = (height - GAP_PX * (rows - 1)) / rows - ANSWER_PX;
    sizes.push({ columns, width: Math.max(Math.min(across, down * shape), 120) });
  }
  const row = sizes[count - 1];
  return row.width >= ROW_PX ? row : sizes.reduce((one, other) => (other.width > one.width ? other : one));
}

function shapeOf(film) {
  return film.videoWidth ? film.videoWidth / film.videoHeight : 16 / 9;
}

/** What the window has left for films beside everything else that is on it. */
function roomOf(grid) {
  const screen = grid.parentElement;
  const others = [...screen.children].filter((one) => one !== grid && one.tagName !== "AUDIO");
  const taken = others.reduce((sum, one) => sum + one.offsetHeight + GAP_PX, 0);
  const outside = ["way", "foot"].reduce((sum, id) => sum + document.getElementById(id).offsetHeight, 0);
  return { width: screen.clientWidth - 2 * GAP_PX, height: innerHeight - taken - outside - GAP_PX };
}
