/**
 * What has the focus can go: a button whose work is done, a row that somebody else has changed. The focus is then on what was around it, so that
 * the keyboard goes on from there and not from the top of the page. Whoever knows of a better place sets it as the page changes.
 */
export function keepFocus(document: Document): void {
  let around: Element[] = [];
  document.addEventListener('focusin', ({ target }) => {
    around = ancestorsOf(target as Element);
  });
  // Whoever points beside everything wants nothing to have the focus.
  document.addEventListener('pointerdown', () => (around = []), { capture: true });

  new MutationObserver(() => {
    if (around[0]?.isConnected !== false || document.activeElement !== document.body) return;
    const left = around.find(({ isConnected }) => isConnected);
    around = [];
    const dialog = left?.closest('dialog[open]');
    const place = dialog?.querySelector<HTMLElement>('button') ?? left?.closest<HTMLElement>('[tabindex]');
    (place ?? document.getElementById('content'))?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}

function ancestorsOf(element: Element | null): Element[] {
  return element === null ? [] : [element, ...ancestorsOf(element.parentElement)];
}
