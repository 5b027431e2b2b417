import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../storage/database';
import { createFileStore, type FileStore, FileTooLarge } from '../../storage/files';
import { testDatabaseUri } from '../api/api-under-test';

describe('the store of files', () => {
  let database: Connection;
  let files: FileStore;
  const content = randomBytes(700_000);

  beforeAll(async () => {
    database = await connectDatabase(testDatabaseUri('files-store'));
    files = createFileStore(database);
  });
  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  const photo = (id: string, from: Readable = Readable.from([content])) => ({
    id,
    fileName: 'a.png',
    mediaType: 'image/png',
    content: from,
  });
  const read = async (id: string) => {
    const file = await files.open(id);
    return file && buffer(file.stream());
  };
  const chunksOf = (id: string) =>
    database.collection('file_contents.chunks').countDocuments({ files_id: { $regex: `^${id}:` } } as object);

  it('gives back what it was given, whole or in part', async () => {
    expect(await files.save(photo('whole'))).toEqual({ size: content.length });
    expect(await files.open('whole')).toMatchObject({
      fileName: 'a.png',
      mediaType: 'image/png',
      size: content.length,
    });
    expect((await read('whole'))?.equals(content)).toBe(true);
    const file = await files.open('whole');
    const part = file && (await buffer(file.stream({ start: 300_000, end: 300_010 })));
    expect(part?.equals(content.subarray(300_000, 300_010))).toBe(true);
  });

  it('keeps a finished file when it is stored again', async () => {
    await files.save(photo('kept'));
    expect(await files.save(photo('kept', Readable.from(['something else'])))).toEqual({ size: content.length });
    expect((await read('kept'))?.equals(content)).toBe(true);
  });

  it('is told of content that breaks off before it is read, and nobody else is', async () => {
    const early = new Readable({ read: () => undefined });
    const saving = files.save(photo('early', early));
    early.destroy(new Error('the line broke early'));
    await expect(saving).rejects.toThrow('the line broke early');
    expect(await files.open('early')).toBeNull();
  });

  it('shows nothing of a half-done upload, and replaces it', async () => {
    async function* breaksOff() {
      yield content;
      throw new Error('the line broke');
    }
    await expect(files.save(photo('half', Readable.from(breaksOff())))).rejects.toThrow('the line broke');
    expect(await files.open('half')).toBeNull();
    await files.save(photo('half'));
    expect((await read('half'))?.equals(content)).toBe(true);
  });

  it('stores one file when several attempts run at the same moment, and leaves nothing of the others', async () => {
    const sizes = await Promise.all([1, 2, 3].map(() => files.save(photo('raced'))));
    expect(sizes).toEqual([1, 2, 3].map(() => ({ size: content.length })));
    expect((await read('raced'))?.equals(content)).toBe(true);
    expect(await chunksOf('raced')).toBe(3);
  });

  it('refuses what is larger than it may be, and keeps nothing of it', async () => {
    await expect(files.save({ ...photo('large'), maxBytes: content.length - 1 })).rejects.toThrow(FileTooLarge);
    expect(await files.open('large')).toBeNull();
    expect(await chunksOf('large')).toBe(0);
    expect(await files.save({ ...photo('fits'), maxBytes: content.length })).toEqual({ size: content.length });
  });

  it('removes a file with all of it', async () => {
    await files.save(photo('removed'));
    await files.remove('removed');
    expect(await files.open('removed')).toBeNull();
    expect(await chunksOf('removed')).toBe(0);
  });
});
