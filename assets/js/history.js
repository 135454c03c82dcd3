/* Undo and redo of plain values. Steps are whole values; what is done after an undo drops what was undone. */
lvocal.history = (start, most = 200) => {
  let past = [], now = JSON.stringify(start), future = [];
  return {
    get value() { return JSON.parse(now); },
    get canUndo() { return past.length > 0; },
    get canRedo() { return future.length > 0; },
    /** Go on to another value; false when it is the same. */
    step(value) {
      const next = JSON.stringify(value);
      if (next === now) return false;
      past = [...past, now].slice(-most);
      now = next;
      future = [];
      return true;
    },
    undo() {
      if (!past.length) return false;
      future = [now, ...future];
      now = past[past.length - 1];
      past = past.slice(0, -1);
      return true;
    },
    redo() {
      if (!future.length) return false;
      past = [...past, now];
      [now, ...future] = future;
      return true;
    },
    /** Begin anew. */
    reset(value) { past = []; future = []; now = JSON.stringify(value); },
  };
};
