import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose, { type Connection, Schema } from 'mongoose';
import { previewIdOf } from '../domain/preview';
import { isDuplicate } from './database';

interface FileRow {
  _id: string;
  /** Where its content lies in GridFS. Written after the content: a row is a file that is there as a whole. */
  contentId: string;
  fileName: string;
  mediaType: string;
  size: number;
  createdAt: Date;
  /** When a stranger last brought it, until it is known to be part of a message. */
  unclaimedSince?: Date;
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
    {
      _id: String,
      contentId: String,
      fileName: String,
      mediaType: String,
      size: Number,
      createdAt: Date,
      unclaimedSince: Date,
    },
    { versionKey: false, collection: 'files' },
  );
  schema.index({ unclaimedSince: 1 }, { sparse: true });
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
      /** Whether it is to be deleted when no message comes to have it. */
      isUnclaimed?: boolean;
    }): Promise<{ size: number }> {
      // An error before anybody reads would be unhandled and end the process; the pipeline below reports it as well.
      file.content.on('error', () => undefined);
      const unclaimed = file.isUnclaimed === true ? { unclaimedSince: new Date() } : {};
      const known = await row(file.id);
      const isThere = known !== null && (await refresh(known, unclaimed));
      if (isThere) {
        file.content.destroy();
        return { size: known.size };
      }
      const contentId = `${file.id}:${randomUUID()}`;
      const size = await write(bucket(), contentId, file);
      const kept = await keep({ _id: file.id, contentId, size, ...named(file), createdAt: new Date(), ...unclaimed });
      await removeContents(file.id, kept.contentId);
      return { size: kept.size };
    },

    async open(id: string): Promise<StoredFile | null> {
      const found = await row(id);
      if (found === null) return null;
      const contentId = found.contentId as unknown as mongoose.mongo.ObjectId;
      return { ...named(found), size: found.size, stream: (range) => bucket().openDownloadStream(contentId, range) };
    },

    /** One that was brought after `since`, or is part of a message. */
    async known(id: string, since: Date): Promise<Omit<StoredFile, 'stream'> | null> {
      const found = await row(id);
      if (found === null || (found.unclaimedSince !== undefined && found.unclaimedSince < since)) return null;
      return { ...named(found), size: found.size };
    },

    async unclaimedBefore(at: Date, limit: number): Promise<string[]> {
      const rows = await model
        .find({ unclaimedSince: { $lt: at } }, { _id: 1 })
        .sort({ unclaimedSince: 1 })
        .limit(limit)
        .lean();
      return rows.map(({ _id }) => _id);
    },

    async claim(id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $unset: { unclaimedSince: 1 } });
    },

    /** Unless it was brought once more meanwhile. */
    async removeUnclaimed(id: string, before: Date): Promise<boolean> {
      const { deletedCount } = await model.deleteOne({ _id: id, unclaimedSince: { $lt: before } });
      if (deletedCount > 0) await removeContents(id, null);
      return deletedCount > 0;
    },

    remove,
  };

  /** The preview goes last: whoever has just stored it looks whether its file is still there. */
  async function remove(id: string): Promise<void> {
    for (const one of [id, previewIdOf(id)]) {
      await model.deleteOne({ _id: one });
      await removeContents(one, null);
    }
  }

  /** False when the file was removed meanwhile. */
  async function refresh(known: FileRow, { unclaimedSince }: Pick<FileRow, 'unclaimedSince'>): Promise<boolean> {
    if (unclaimedSince === undefined || known.unclaimedSince === undefined) return true;
    const { matchedCount } = await model.updateOne({ _id: known._id }, { $set: { unclaimedSince } });
    return matchedCount > 0;
  }

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
