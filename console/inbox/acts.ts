const kinds = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/** Runs it whenever the reader does anything in the page. Returns what ends it. */
export function atActs(run: () => void): () => void {
  let pointedAt = '';

  /** Some browsers tell of a pointer that rests, too, when something moves beneath it. */
  function isAtRest(event: Event): boolean {
    if (event.type !== 'pointermove') return false;
    const { screenX, screenY } = event as PointerEvent;
    const before = pointedAt;
    pointedAt = `${screenX} ${screenY}`;
    return pointedAt === before;
  }

  const listen = (event: Event) => {
    if (!isAtRest(event)) run();
  };
  for (const kind of kinds) window.addEventListener(kind, listen, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, listen, { capture: true });
  };
}
