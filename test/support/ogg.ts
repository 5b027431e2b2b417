function oggChecksum(bytes: Buffer): number {
  let checksum = 0;
  for (const byte of bytes) {
    checksum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      checksum = checksum & 0x80000000 ? (checksum << 1) ^ 0x04c11db7 : checksum << 1;
    }
  }
  return checksum >>> 0;
}

interface Page {
  flags: number;
  granule: number;
  sequence: number;
  packet: Buffer;
}

function oggPage({ flags, granule, sequence, packet }: Page): Buffer {
  const header = Buffer.alloc(28);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(flags, 5);
  header.writeUInt32LE(granule, 6);
  header.writeUInt32LE(1, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  const page = Buffer.concat([header, packet]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

/** Twenty milliseconds of silence in Opus, the format of a voice message. */
export function oggOpusSilence(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.alloc(16);
  tags.write('OpusTags', 0, 'latin1');
  const silentFrame = Buffer.from([0xf8, 0xff, 0xfe]);
  return Buffer.concat([
    oggPage({ flags: 2, granule: 0, sequence: 0, packet: head }),
    oggPage({ flags: 0, granule: 0, sequence: 1, packet: tags }),
    oggPage({ flags: 4, granule: 960, sequence: 2, packet: silentFrame }),
  ]);
}
