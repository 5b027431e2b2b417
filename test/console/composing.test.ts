import { leaveKeysToInputMethods } from '../../console/app/composing';

const inField = { tagName: 'TEXTAREA' };
const elsewhere = { tagName: 'DIV' };

/** Whether a key gets to whoever listens in the page. */
function isHeard(given: object): boolean {
  let capture = false;
  let stopped = false;
  leaveKeysToInputMethods({
    addEventListener(_kind: string, listen: (event: unknown) => void, options: { capture: boolean }) {
      capture = options.capture;
      listen({
        isComposing: false,
        keyCode: 13,
        key: 'Enter',
        target: inField,
        ...given,
        stopPropagation: () => (stopped = true),
      });
    },
  } as Pick<Document, 'addEventListener'>);
  expect(capture).toBe(true);
  return !stopped;
}

test.each([
  ['Enter', {}, true],
  ['Enter that ends a composition', { isComposing: true, keyCode: 229 }, false],
  ['Enter that ends a composition, as Safari reports it', { isComposing: false, keyCode: 229 }, false],
  ['Enter in a composition that the browser alone knows of', { isComposing: true }, false],
  ['Escape that ends a composition', { key: 'Escape', keyCode: 229 }, false],
  ['an arrow that chooses among words', { key: 'ArrowDown', keyCode: 229, isComposing: true }, false],
  ['Escape', { key: 'Escape', keyCode: 27 }, true],
  ['the first key of a composition outside of every field', { key: 'Process', keyCode: 229, target: elsewhere }, true],
])('%s in a field is for the page or not', (_what, given, wanted) => {
  expect(isHeard(given)).toBe(wanted);
});
