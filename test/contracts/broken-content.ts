import { Readable } from 'node:stream';

/** A file of ours whose content breaks off, as when the store goes away in the middle. */
export function brokenContent(): Readable {
  return new Readable({
    read() {
      this.push('the ');
      this.destroy(new Error('The store is away'));
    },
  });
}
