import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import multer from 'multer';
import { plainFileName } from '../../domain/file-name';
import { sizeInWords } from '../../domain/file-size';
import { mediaTypeOfFile } from '../../domain/media-types';
import { invalid, Problem } from '../../domain/problem';

export interface UploadRules {
  /** Name of the form's file field. */
  field: string;
  /** Of one file. */
  maxBytes: number;
  maxFiles: number;
  /** Whether a body without a file is refused. */
  required: boolean;
  /** Beginnings of the media types that are taken, e.g. `audio/`; without it all. */
  mediaTypes?: string[];
}

/** A file of a multipart body, on disk until the answer is sent. */
export interface UploadedFile {
  fileName: string;
  mediaType: string;
  size: number;
  open(): Readable;
}

interface ReadUpload {
  fields: Record<string, unknown>;
  files: UploadedFile[];
  /** The same for the same content. */
  fingerprint: string;
  discard(): Promise<void>;
}

const maxFields = 20;
const maxFieldBytes = 100 * 1024;

/** Reads a `multipart/form-data` body; files go to the disk, so that big ones do not fill the memory. */
export async function readUpload(request: Request, response: Response, rules: UploadRules): Promise<ReadUpload> {
  await receive(request, response, rules);
  const received = Array.isArray(request.files) ? request.files : [];
  const discard = async () => {
    await Promise.all(received.map((file) => rm(file.path, { force: true })));
  };
  try {
    refuseUnwanted(received, rules);
    const fields: Record<string, unknown> = { ...request.body };
    const files = received.map((file) => ({
      fileName: nameOf(file),
      mediaType: mediaTypeOf(file),
      size: file.size,
      open: () => createReadStream(file.path),
    }));
    return { fields, files, fingerprint: await fingerprintOf(fields, received), discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

function nameOf({ originalname }: Express.Multer.File): string {
  return plainFileName(originalname) || 'file';
}

/** Browsers know no kind of what no program on the machine opens, and other callers often say none. */
function mediaTypeOf({ originalname: fileName, mimetype: said }: Express.Multer.File): string {
  return mediaTypeOfFile({ fileName, said });
}

function receive(request: Request, response: Response, rules: UploadRules): Promise<void> {
  const read = multer({
    storage: multer.diskStorage({
      destination: tmpdir(),
      filename: (_request, _file, done) => done(null, join(`parley-upload-${randomUUID()}`)),
    }),
    limits: { fileSize: rules.maxBytes, files: rules.maxFiles, fields: maxFields, fieldSize: maxFieldBytes },
    defParamCharset: 'utf8',
  }).array(rules.field, rules.maxFiles);
  return new Promise((resolve, reject) => {
    void read(request, response, (error: unknown) => (error ? reject(refusalOf(error, rules)) : resolve()));
  });
}

function refusalOf(error: unknown, rules: UploadRules): unknown {
  if (!(error instanceof Error)) return error;
  const code = error instanceof multer.MulterError ? error.code : null;
  if (code === 'LIMIT_FILE_SIZE') {
    return new Problem('payload_too_large', `A file may have at most ${sizeInWords(rules.maxBytes)}.`);
  }
  if (code === 'LIMIT_FIELD_VALUE') {
    return new Problem('payload_too_large', `A field may have at most ${sizeInWords(maxFieldBytes)}.`);
  }
  if (code === 'LIMIT_UNEXPECTED_FILE' || code === 'LIMIT_FILE_COUNT') {
    return invalid({ [rules.field]: `Send at most ${rules.maxFiles} file(s), in the form field "${rules.field}".` });
  }
  // What else goes wrong here is a body that is not the form it says to be, or a caller who left in the middle of it.
  return invalid({ body: `The form could not be read: ${error.message}.` });
}

function refuseUnwanted(files: Express.Multer.File[], rules: UploadRules): void {
  if (rules.required && files.length === 0) {
    throw invalid({ [rules.field]: `Send the file in the form field "${rules.field}".` });
  }
  const empty = files.find(({ size }) => size === 0);
  if (empty !== undefined)
    throw invalid({ [rules.field]: `${nameOf(empty)} is empty. Choose a file with something in it.` });
  const unwanted = files.find((file) => rules.mediaTypes?.some((type) => mediaTypeOf(file).startsWith(type)) === false);
  if (unwanted !== undefined) {
    const wanted = rules.mediaTypes?.map((type) => `${type}*`).join(' or ');
    const found = mediaTypeOf(unwanted);
    throw new Problem('unsupported_media_type', `Send a file of the type ${wanted}; this one is ${found}.`);
  }
}

async function fingerprintOf(fields: object, files: Express.Multer.File[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(fields));
  for (const file of files) {
    hash.update(JSON.stringify([file.originalname, file.mimetype, file.size]));
    for await (const piece of createReadStream(file.path)) hash.update(piece as Buffer);
  }
  return hash.digest('base64url');
}
