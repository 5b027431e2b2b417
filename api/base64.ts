/** Base64 comes in groups of four characters for three bytes. */
const groupBytes = 3;

/** The base64 of what comes in pieces of any length, piece by piece. */
export async function* base64Of(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % groupBytes);
    rest = bytes.subarray(whole);
    yield bytes.subarray(0, whole).toString('base64');
  }
  yield rest.toString('base64');
}
