import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose, { type Connection, Schema } from 'mongoose';
import { isDuplicate } from './database';

interface FileRow {
  _id: string;
  /** Where its content lies in GridFS. Written after the content: a row is a file that is there as a whole. */
  contentId: string;
  fileName: string;
  mediaType: string;
  size: number;
  createdAt: Date;
}

export interface StoredFile {
  fileName: string;
  mediaType: string;
  size: number;
  /** Its bytes, or those from `start` to before `end`. */
  stream(range?: { start: number; end: number }): Readable;
}

export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

const bucketName = 'file_contents';

/** Files, in GridFS. Every attempt to store one has a content of its own; the first that is whole becomes the file. */
export function createFileStore(connection: Connection) {
  const schema = new Schema<FileRow>(
    { _id: String, contentId: String, fileName: String, mediaType: String, size: Number, createdAt: Date },
    { versionKey: false, collection: 'files' },
  );
  const model = connection.model('File', schema);

  const database = () => {
    if (connection.db === undefined) throw new Error('The connection to MongoDB is not open.');
    return connection.db;
  };
  const bucket = () => new mongoose.mongo.GridFSBucket(database(), { bucketName });

  /** Contents of this file's other attempts: half done, or late. */
  const removeContents = async (id: string, except: string | null) => {
    const from = { $gte: `${id}:`, $lt: `${id};`, ...(except === null ? {} : { $ne: except }) };
    await database()
      .collection(`${bucketName}.chunks`)
      .deleteMany({ files_id: from } as object);
    await database()
      .collection(`${bucketName}.files`)
      .deleteMany({ _id: from } as object);
  };

  const row = async (id: string): Promise<FileRow | null> => (await model.findById(id).lean()) as FileRow | null;

  return {
    model,

    /** Stores a file once: what a half-done attempt left is replaced, a file that is there is kept. */
    async save(file: {
      id: string;
      fileName: string;
      mediaType: string;
      content: Readable;
      maxBytes?: number;
    }): Promise<{ size: number }> {
      const known = await row(file.id);
      if (known !== null) {
        file.content.destroy();
        return { size: known.size };
      }
      const contentId = `${file.id}:${randomUUID()}`;
      const size = await write(bucket(), contentId, file);
      const kept = await keep({ _id: file.id, contentId, size, ...named(file), createdAt: new Date() });
      await removeContents(file.id, kept.contentId);
      return { size: kept.size };
    },

    async open(id: string): Promise<StoredFile | null> {
      const found = await row(id);
      if (found === null) return null;
      const contentId = found.contentId as unknown as mongoose.mongo.ObjectId;
      return { ...named(found), size: found.size, stream: (range) => bucket().openDownloadStream(contentId, range) };
    },

    async remove(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
      await removeContents(id, null);
    },
  };

  async function keep(wanted: FileRow): Promise<FileRow> {
    try {
      await model.create([wanted]);
      return wanted;
    } catch (error) {
      const other = isDuplicate(error) ? await row(wanted._id) : null;
      if (other === null) throw error;
      return other;
    }
  }
}

function named({ fileName, mediaType }: { fileName: string; mediaType: string }) {
  return { fileName, mediaType };
}

async function write(
  bucket: mongoose.mongo.GridFSBucket,
  contentId: string,
  file: { fileName: string; content: Readable; maxBytes?: number },
): Promise<number> {
  let size = 0;
  const count = new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.length;
      const isTooLarge = file.maxBytes !== undefined && size > file.maxBytes;
      done(isTooLarge ? new FileTooLarge(`The file is larger than ${file.maxBytes} bytes.`) : null, piece);
    },
  });
  const upload = bucket.openUploadStreamWithId(contentId as unknown as mongoose.mongo.ObjectId, file.fileName);
  try {
    await pipeline(file.content, count, upload);
  } catch (error) {
    await upload.abort().catch(() => undefined);
    throw error;
  }
  return size;
}

export type FileStore = ReturnType<typeof createFileStore>;
