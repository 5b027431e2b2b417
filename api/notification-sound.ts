const sampleRate = 22_050;
const durationSeconds = 0.45;
const bytesPerSample = 2;
const headerBytes = 44;
const loudness = 0.35;

/** Two soft notes, a fifth apart. */
const notes = [
  { hertz: 660, fromSeconds: 0 },
  { hertz: 990, fromSeconds: 0.14 },
];

/** The shipped sound of a new message (domain 1.11), as a WAV file. */
export function shippedSound(): Buffer {
  const samples = Math.round(sampleRate * durationSeconds);
  const wav = Buffer.alloc(headerBytes + samples * bytesPerSample);
  writeHeader(wav, samples * bytesPerSample);
  for (let index = 0; index < samples; index++) {
    wav.writeInt16LE(Math.round(amplitudeAt(index / sampleRate) * 32_767), headerBytes + index * bytesPerSample);
  }
  return wav;
}

function amplitudeAt(seconds: number): number {
  return notes.reduce((sum, { hertz, fromSeconds }) => {
    const since = seconds - fromSeconds;
    if (since < 0) return sum;
    const fade = Math.min(1, since / 0.01) * Math.exp(-since * 12);
    return sum + loudness * fade * Math.sin(2 * Math.PI * hertz * since);
  }, 0);
}

function writeHeader(wav: Buffer, dataBytes: number): void {
  wav.write('RIFF', 0);
  wav.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * bytesPerSample, 28);
  wav.writeUInt16LE(bytesPerSample, 32);
  wav.writeUInt16LE(bytesPerSample * 8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(dataBytes, 40);
}
