import { Readable } from 'node:stream';
import { decode } from 'jpeg-js';
import { megabyte } from '../../domain/file-size';
import { previewLimits, previewOfHeic } from '../../pictures/heic-preview';
import { grownTo, sampleFiles } from '../support/sample-files';

const { bytes: photo } = sampleFiles.heic;

/** The sample’s quarters, taken with the telephone upright: told by a property of the picture, and once more in its Exif data. */
const heicUpright =
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAA' +
  'AERAAAIAAQAAAAAB7AABAAAAAAAAAJ4AAgAAAAACigABAAAAAAAAACQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZl' +
  'AgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH/' +
  '/wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29s' +
  'cm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAA' +
  'AwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAMptZGF0AAAAmigBrxOA5TH3' +
  '/6Y0/3Ks/xvJmTqDEL/XA+5bC/prixBuOnie0c+ij/GvIgo0C9rGx372+KkmbmupM6Ql2VI630vtgLcIYo3qt779h7zElwksHlEhrTeAQcJgGMHs' +
  'KT1W2qHwxIdRQEDvqkMWoSVVr3Yrbf74KHuen0QxvfLqQFp6stAdY7v89IuddEGSS/rXkPIxhghjQcePx6AAAAAGRXhpZgAATU0AKgAAAAgAAQES' +
  'AAMAAAABAAYAAAAAAAA=';

function convert(bytes: Buffer, changed: Partial<typeof previewLimits> = {}, signal = new AbortController().signal) {
  const file = { size: bytes.length, stream: () => Readable.from([bytes]) };
  return previewOfHeic(file, { signal, limits: { ...previewLimits, ...changed } });
}

/** The photo, with another size told in its header. */
function toldAs(width: number, height: number): Buffer {
  const changed = Buffer.from(photo);
  const at = changed.indexOf('ispe', 0, 'latin1') + 8;
  changed.writeUInt32BE(width, at);
  changed.writeUInt32BE(height, at + 4);
  return changed;
}

async function pictureOf(bytes: Buffer, changed: Partial<typeof previewLimits> = {}) {
  const outcome = await convert(bytes, changed);
  if (outcome.kind !== 'made') throw new Error(`no picture: ${JSON.stringify(outcome)}`);
  return decode(outcome.bytes);
}

/** In steps that a JPEG does not blur. */
function colourAt({ data, width }: { data: Uint8Array; width: number }, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)].map((value) => Math.round(value / 32) * 32);
}

const [red, green, blue, yellow] = [
  [224, 32, 32],
  [32, 192, 64],
  [32, 64, 224],
  [256, 224, 64],
];

test('a HEIC becomes a JPEG of its size, in its colours', async () => {
  const picture = await pictureOf(photo);
  expect([picture.width, picture.height]).toEqual([64, 48]);
  expect([colourAt(picture, 8, 8), colourAt(picture, 56, 8)]).toEqual([red, green]);
  expect([colourAt(picture, 8, 40), colourAt(picture, 56, 40)]).toEqual([blue, yellow]);
});

test('a photo that was taken upright stands upright, turned once', async () => {
  const picture = await pictureOf(Buffer.from(heicUpright, 'base64'));
  expect([picture.width, picture.height]).toEqual([48, 64]);
  expect([colourAt(picture, 8, 8), colourAt(picture, 40, 8)]).toEqual([blue, red]);
  expect([colourAt(picture, 8, 56), colourAt(picture, 40, 56)]).toEqual([yellow, green]);
});

test('a picture that is larger than a screen shows it becomes smaller, with its proportions', async () => {
  const picture = await pictureOf(photo, { longestSide: 16 });
  expect([picture.width, picture.height]).toEqual([16, 12]);
  expect([colourAt(picture, 1, 1), colourAt(picture, 14, 10)]).toEqual([red, yellow]);
});

test.each([
  ['of more bytes than are allowed', photo, { mostBytes: photo.length - 1 }, 'too_large'],
  ['of more pixels than are allowed', photo, { mostPixels: 64 * 48 - 1 }, 'too_many_pixels'],
  ['that claims more pixels than any memory has', toldAs(60_000, 60_000), {}, 'unreadable'],
  ['that claims more pixels than can be counted', toldAs(4_000_000_000, 48), {}, 'unreadable'],
  ['that claims to have none', toldAs(0, 48), {}, 'unreadable'],
  ['that has more pixels than it says', toldAs(8, 8), { mostPixels: 100 }, 'too_many_pixels'],
  [
    'that takes more memory than is allowed',
    grownTo(sampleFiles.heic, 20 * megabyte).bytes,
    { mostMemoryBytes: 20 * megabyte },
    'too_much_memory',
  ],
  ['that breaks off', photo.subarray(0, photo.length - 60), {}, 'unreadable'],
  ['that breaks off in its header', photo.subarray(0, 100), {}, 'unreadable'],
  ['that is none', Buffer.from('This is no picture.'), {}, 'unreadable'],
  ['of another kind', sampleFiles.jpeg.bytes, {}, 'unreadable'],
  ['without a byte', Buffer.alloc(0), {}, 'unreadable'],
])('a file %s is refused', async (_, bytes, changed, reason) => {
  expect(await convert(bytes, changed)).toEqual({ kind: 'refused', reason });
});

test('a picture that takes too long is left', async () => {
  expect(await convert(photo, { mostMs: 1 })).toEqual({ kind: 'unfinished' });
});

test('whoever is to end does not wait for a picture', async () => {
  const ending = new AbortController();
  const converting = convert(photo, {}, ending.signal);
  ending.abort();
  expect(await converting).toEqual({ kind: 'unfinished' });
});
