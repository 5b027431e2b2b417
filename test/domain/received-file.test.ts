import { kindOfReceived, nameOfReceived } from '../../domain/received-file';
import { sampleFiles } from '../support/sample-files';

const iso = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, 'latin1');
const page = Buffer.from('<!doctype html><script>alert(1)</script>');
const unknown = 'application/octet-stream';
const { docx, xlsx, doc, zip, pdf, png, mp4, threeGpp, text, jpeg } = sampleFiles;

test.each([
  ['a picture that is said to be another', png.bytes, ['image/jpeg'], 'image/png'],
  ['a document that is said to be a picture', pdf.bytes, ['image/jpeg', 'image/jpeg'], 'application/pdf'],
  ['a page that is said to be a picture', page, ['image/jpeg', 'image/jpeg'], unknown],
  ['a page that is said to be a song', page, ['audio/mpeg'], unknown],
  ['a page that is said to be a film', page, ['video/mp4'], unknown],
  ['a page that is said to be a document', page, [docx.mediaType], unknown],
  ['a picture of which nothing is said', jpeg.bytes, ['', null], 'image/jpeg'],
  ['what was sent as anything, and whose store knows', text.bytes, [unknown, 'text/csv'], 'text/csv'],
  ['a text', text.bytes, ['text/plain; charset=utf-8'], 'text/plain'],
  [
    'a kind that nobody can tell from its bytes',
    Buffer.from([1, 2, 3]),
    ['application/x-made-up'],
    'application/x-made-up',
  ],
  ['a photo of a telephone', iso('heic'), ['image/jpeg'], 'image/heic'],
  ['a photo of another telephone', iso('mif1'), ['image/heic'], 'image/heic'],
  ['a film of a camera with a brand of its own', iso('XAVC'), ['video/mp4'], 'video/mp4'],
  ['a voice in a container of films', mp4.bytes, ['audio/mp4'], 'audio/mp4'],
  ['a voice of an old telephone', threeGpp.bytes, ['audio/3gpp'], 'audio/3gpp'],
  ['a table', xlsx.bytes, [xlsx.mediaType], xlsx.mediaType],
  ['a zip that is said to be a document', zip.bytes, [docx.mediaType], zip.mediaType],
  ['another document in the container of Word', doc.bytes, ['application/vnd.ms-excel'], 'application/vnd.ms-excel'],
  ['a song that begins with silence', Buffer.alloc(2_000), ['audio/mpeg'], 'audio/mpeg'],
  ['an empty file', Buffer.alloc(0), ['text/plain'], 'text/plain'],
])('%s is what its bytes allow', (_what, start, said, mediaType) => {
  expect(kindOfReceived({ start, said, fileName: '' })).toBe(mediaType);
});

test.each([
  ['prices.xlsx', xlsx.bytes, [unknown], xlsx.mediaType],
  ['prices.xlsx', xlsx.bytes, ['application/zip'], xlsx.mediaType],
  ['notes.csv', text.bytes, [unknown], 'text/csv'],
  ['photo.jpg', page, [unknown], unknown],
])(
  'where nothing better is said, the ending of %s counts as far as the bytes allow',
  (fileName, start, said, mediaType) => {
    expect(kindOfReceived({ start, said, fileName })).toBe(mediaType);
  },
);

test.each([
  ['the store’s, where the messenger told none', 'file-1.pdf', true, 'Bill 7.pdf', 'application/pdf', 'Bill 7.pdf'],
  ['the sender’s own', 'order.pdf', false, 'x81.bin', 'application/pdf', 'order.pdf'],
  ['the sender’s own, with an ending', 'order', false, null, 'application/pdf', 'order.pdf'],
  [
    'the sender’s own, where a number is no ending',
    'Contract v1.2',
    false,
    null,
    'application/pdf',
    'Contract v1.2.pdf',
  ],
  ['the store’s without its folders', 'file-1', true, '../../etc/prices', xlsx.mediaType, 'prices.xlsx'],
  ['the one made up, with the ending of what it is', 'image-1.jpg', true, null, 'image/heic', 'image-1.heic'],
  ['the one made up, with no ending that lies', 'image-1.jpg', true, null, unknown, 'image-1.bin'],
  ['the one made up, with an ending', 'file-1', true, '', xlsx.mediaType, 'file-1.xlsx'],
  ['something, when there is nothing', '', false, null, unknown, 'file.bin'],
])('a file has %s', (_what, given, isPlaceholder, stored, mediaType, name) => {
  expect(nameOfReceived({ given, isPlaceholder, stored, mediaType })).toBe(name);
});
