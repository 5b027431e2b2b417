import { randomBytes } from 'node:crypto';
import { base64Of } from '../../api/base64';

async function* inPieces(bytes: Buffer, lengths: number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const length of lengths) {
    yield bytes.subarray(at, at + length);
    at += length;
  }
  yield bytes.subarray(at);
}

test.each([[[]], [[1]], [[2, 2]], [[3, 1, 1, 5]], [[0, 7, 0, 4]]])(
  'pieces of %p bytes make one text',
  async (lengths) => {
    const bytes = randomBytes(20);
    let text = '';
    for await (const piece of base64Of(inPieces(bytes, lengths))) text += piece;
    expect(text).toBe(bytes.toString('base64'));
  },
);
