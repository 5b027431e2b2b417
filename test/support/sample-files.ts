import { oggOpusSilence } from './ogg';
import { emptyPdf } from './pdf';
import { pngOf } from './png';
import { zipOf } from './zip';

export interface SampleFile {
  bytes: Buffer;
  fileName: string;
  mediaType: string;
}

const jpegPixel =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6' +
  '/+b9//j/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AL//Z';
const webpPixel = 'UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAdQs86Uuf+BiOh/AAA=';
const gifPixel = 'R0lGODdhAQABAIEAADNmzAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw==';

/** 64 by 48 pixels: red, green, blue and yellow, each a quarter. Made for these tests. */
const heicQuarters =
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA' +
  'AERAAAEAAQAAAAABoQABAAAAAAAAAJ4AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADd' +
  'aXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAA' +
  'AwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh' +
  'cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAKZtZGF0AAAA' +
  'migBrxOA5TH3/6Y0/3Ks/xvJmTqDEL/XA+5bC/prixBuOnie0c+ij/GvIgo0C9rGx372+KkmbmupM6Ql2VI630vtgLcIYo3qt779h7zElwksHlEh' +
  'rTeAQcJgGMHsKT1W2qHwxIdRQEDvqkMWoSVVr3Yrbf74KHuen0QxvfLqQFp6stAdY7v89IuddEGSS/rXkPIxhghjQcePx6A=';

function box(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

function mp4WithoutTracks(): Buffer {
  const movieHeader = Buffer.alloc(100);
  movieHeader.writeUInt32BE(1000, 12);
  movieHeader.writeUInt32BE(0x00010000, 20);
  movieHeader.writeUInt32BE(1, 96);
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1')),
    box('moov', box('mvhd', movieHeader)),
    box('mdat', Buffer.alloc(0)),
  ]);
}

function mp3Silence(): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9000, 0);
  return Buffer.concat([frame, frame, frame, frame]);
}

function amrSilence(): Buffer {
  return Buffer.concat([Buffer.from('#!AMR\n', 'latin1'), Buffer.from([0x3c]), Buffer.alloc(31)]);
}

function threeGpp(): Buffer {
  return Buffer.concat([box('ftyp', Buffer.from('3gp6\0\0\x01\x03gp6isom', 'latin1')), box('mdat', Buffer.alloc(0))]);
}

function aacSilence(): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x01, 0x3f, 0xfc]), Buffer.alloc(2)]);
}

const openXml = 'application/vnd.openxmlformats-officedocument';

/** As Office packs it: what is in it is told in a folder of its own. */
function officeDocument(folder: string): Buffer {
  return zipOf({ '[Content_Types].xml': '<Types/>', '_rels/.rels': '<Relationships/>', [folder]: '<document/>' });
}

const oldOffice = Buffer.concat([Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), Buffer.alloc(504)]);
const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Vera Weiss\r\nTEL:+4915112345678\r\nEND:VCARD\r\n';

function sample(fileName: string, mediaType: string, bytes: Buffer): SampleFile {
  return { bytes, fileName, mediaType };
}

/** The smallest true file of each kind: what looks at the first bytes recognises it. */
export const sampleFiles = {
  png: sample('picture.png', 'image/png', pngOf({ width: 1, height: 1 })),
  jpeg: sample('photo.jpg', 'image/jpeg', Buffer.from(jpegPixel, 'base64')),
  gif: sample('moving.gif', 'image/gif', Buffer.from(gifPixel, 'base64')),
  webp: sample('sticker.webp', 'image/webp', Buffer.from(webpPixel, 'base64')),
  heic: sample('IMG_0001.HEIC', 'image/heic', Buffer.from(heicQuarters, 'base64')),
  ogg: sample('voice.ogg', 'audio/ogg', oggOpusSilence()),
  mp3: sample('song.mp3', 'audio/mpeg', mp3Silence()),
  amr: sample('note.amr', 'audio/amr', amrSilence()),
  mp4: sample('clip.mp4', 'video/mp4', mp4WithoutTracks()),
  pdf: sample('contract.pdf', 'application/pdf', emptyPdf()),
  threeGpp: sample('memo.3gp', 'audio/3gpp', threeGpp()),
  aac: sample('memo.aac', 'audio/aac', aacSilence()),
  doc: sample('letter.doc', 'application/msword', oldOffice),
  docx: sample('letter.docx', `${openXml}.wordprocessingml.document`, officeDocument('word/document.xml')),
  pptx: sample('talk.pptx', `${openXml}.presentationml.presentation`, officeDocument('ppt/presentation.xml')),
  xlsx: sample('prices.xlsx', `${openXml}.spreadsheetml.sheet`, officeDocument('xl/workbook.xml')),
  vcf: sample('vera.vcf', 'text/vcard', Buffer.from(card)),
  zip: sample('photos.zip', 'application/zip', zipOf({ 'photos/1.txt': 'word/' })),
  text: sample('notes.txt', 'text/plain', Buffer.from('Hello, Parley.\n')),
} satisfies Record<string, SampleFile>;

/** The same file with zero bytes behind it, for tests of size limits. */
export function grownTo(file: SampleFile, sizeBytes: number): SampleFile {
  return { ...file, bytes: Buffer.concat([file.bytes, Buffer.alloc(sizeBytes - file.bytes.length)]) };
}
