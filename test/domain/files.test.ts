import { megabyte, sizeInWords } from '../../domain/file-size';
import { fileKinds, mediaTypeOfFile, plainMediaType } from '../../domain/media-types';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1_023, '1023 bytes'],
  [1_024, '1 KB'],
  [300 * 1_024, '300 KB'],
  [5 * megabyte, '5 MB'],
  [16_777_216, '16 MB'],
  [1.55 * megabyte, '1.5 MB'],
])('%i bytes are told as %s: never as more than they are', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});

test.each([
  ['image/jpg', 'image/jpeg'],
  ['Audio/MP3; rate=44100', 'audio/mpeg'],
  ['text/x-vcard', 'text/vcard'],
  ['audio/vnd.dlna.adts', 'audio/aac'],
  ['application/x-odd', 'application/x-odd'],
])('%s is called %s', (said, name) => {
  expect(plainMediaType(said)).toBe(name);
});

test.each([
  ['Rechnung.DOCX', '', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['card.vcf', 'application/octet-stream', 'text/vcard'],
  ['memo.amr', '', 'audio/amr'],
  ['photo.jpeg', '', 'image/jpeg'],
  ['photo.png', 'image/webp', 'image/webp'],
  ['nothing', '', 'application/octet-stream'],
  ['odd.xyz', 'application/octet-stream', 'application/octet-stream'],
])('%s, said to be "%s", is %s', (fileName, said, mediaType) => {
  expect(mediaTypeOfFile({ fileName, said })).toBe(mediaType);
});

test('no name and no ending belongs to two kinds', () => {
  for (const all of [
    fileKinds.flatMap(({ mediaTypes }) => mediaTypes),
    fileKinds.flatMap(({ extensions }) => extensions),
  ])
    expect(new Set<string>(all).size).toBe(all.length);
});
