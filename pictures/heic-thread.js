/**
 * Runs as a thread of its own (`heic-preview.ts`), one picture each: whatever a broken picture does to the decoder ends with it.
 * Not compiled, so that tests, which run the sources, have it as well.
 */
const { setPriority } = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');

/** Of a photo nobody sees a difference above it. */
const quality = 80;
const lowestPriority = 19;
const bytesPerPage = 65_536;

/** Why there is no picture; all else that is thrown here is a fault of the decoder. */
class Unusable extends Error {}

/**
 * The decoder asks for its memory by this one call. Of what it is refused it may ask for less, or fail with an error of any kind:
 * what is returned tells whether it was refused any.
 */
function boundMemory(mostBytes) {
  let wasRefused = false;
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * bytesPerPage > mostBytes) {
      wasRefused = true;
      throw new RangeError('The decoder wants too much memory.');
    }
    return grow.call(this, pages);
  };
  return () => wasRefused;
}

/** The picture that the file is about, turned as it is to be seen: three bytes a pixel, a view of the decoder's memory. */
async function decode(bytes, mostPixels) {
  const heif = require('libheif-js/wasm-bundle');
  const context = heif.heif_context_alloc();
  const read = heif.heif_context_read_from_memory(context, bytes);
  if (read.code !== heif.heif_error_code.heif_error_Ok) throw new Unusable('unreadable');
  const handle = heif.heif_js_context_get_primary_image_handle(context);
  // What fails here is answered with an error, which has a code.
  if (!handle || handle.code !== undefined) throw new Unusable('unreadable');
  const [width, height] = [heif.heif_image_handle_get_width(handle), heif.heif_image_handle_get_height(handle)];
  if (width < 1 || height < 1) throw new Unusable('unreadable');
  if (width * height > mostPixels) throw new Unusable('too_many_pixels');
  const { heif_colorspace_RGB: colours } = heif.heif_colorspace;
  const { heif_chroma_interleaved_RGB: layout } = heif.heif_chroma;
  const decoded = await heif.heif_js_decode_image2(handle, colours, layout);
  const [plane] = decoded?.channels ?? [];
  if (plane === undefined) throw new Unusable('unreadable');
  // The header may have told less than there is.
  if (plane.width * plane.height > mostPixels) throw new Unusable('too_many_pixels');
  return plane;
}

/** Each pixel is the mean of those that it stands for. Four bytes a pixel, as the encoder wants them. */
function scaled({ data, stride, width: fullWidth, height: fullHeight }, longestSide) {
  const factor = Math.min(1, longestSide / Math.max(fullWidth, fullHeight));
  const width = Math.max(1, Math.round(fullWidth * factor));
  const height = Math.max(1, Math.round(fullHeight * factor));
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    const top = Math.floor((y * fullHeight) / height);
    const bottom = Math.floor(((y + 1) * fullHeight) / height);
    for (let x = 0; x < width; x++, to += 4) {
      const left = Math.floor((x * fullWidth) / width);
      const right = Math.floor(((x + 1) * fullWidth) / width);
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row++)
        for (let at = row * stride + left * 3, end = row * stride + right * 3; at < end; at += 3) {
          red += data[at];
          green += data[at + 1];
          blue += data[at + 2];
        }
      const count = (bottom - top) * (right - left);
      pixels[to] = red / count;
      pixels[to + 1] = green / count;
      pixels[to + 2] = blue / count;
      pixels[to + 3] = 255;
    }
  }
  return { data: pixels, width, height };
}

async function convert({ bytes, mostPixels, longestSide }) {
  const picture = scaled(await decode(bytes, mostPixels), longestSide);
  const { encode } = require('jpeg-js');
  return encode(picture, quality).data;
}

// On Linux, and only there, it is the thread's own and not the process's.
if (process.platform === 'linux') setPriority(lowestPriority);

const wasRefusedMemory = boundMemory(workerData.mostMemoryBytes);

function reasonOf(error) {
  if (wasRefusedMemory()) return 'too_much_memory';
  return error instanceof Unusable ? error.message : 'decoder_failed';
}

convert(workerData).then(
  (bytes) => parentPort.postMessage({ kind: 'made', bytes: new Uint8Array(bytes) }),
  (error) => parentPort.postMessage({ kind: 'refused', reason: reasonOf(error) }),
);
