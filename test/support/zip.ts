import { crc32 } from 'node:zlib';

function header(signature: string, fields: number[], name: string, content: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const rest = Buffer.alloc(fields.length * 2);
  for (const [index, field] of fields.entries()) rest.writeUInt16LE(field, index * 2);
  return Buffer.concat([Buffer.from(signature, 'latin1'), common, rest, Buffer.from(name, 'latin1')]);
}

/** A zip of small files, not compressed. */
export function zipOf(files: Record<string, string>): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const entry = Buffer.concat([header('PK\x03\x04', [], name, content), content]);
    entries.push(entry);
    directory.push(header('PK\x01\x02\x14\x00', [0, 0, 0, 0, 0, offset & 0xffff, offset >>> 16], name, content));
    offset += entry.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...entries, listed, end]);
}
