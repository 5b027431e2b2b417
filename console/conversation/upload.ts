import { ApiError, errorOf } from '../app/api-error';
import { readAnswer, siteRoot } from '../app/site-root';
import type { StoredFile } from '../app/types';
import type { Session } from '../session/session';
import { language } from '../words/language';

export interface UploadOptions {
  key: string;
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress: (part: number) => void;
}

export type Upload = (file: Blob, fileName: string, options: UploadOptions) => Promise<StoredFile>;

/** `POST /api/files` with its progress, which `fetch` does not tell. Throws an `ApiError`, or `AbortError`. */
export function createUpload(session: Pick<Session, 'token' | 'expired'>): Upload {
  return (file, fileName, { key, signal, onProgress }) =>
    new Promise((resolve, reject) => {
      const token = session.token();
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append('file', file, fileName);
      request.open('POST', `${siteRoot}/api/files`);
      request.setRequestHeader('Accept-Language', language.peek());
      request.setRequestHeader('Idempotency-Key', key);
      if (token !== null) request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
      request.onload = () => {
        if (request.status < 300) {
          resolve(readAnswer(request.responseText) as StoredFile);
          return;
        }
        if (request.status === 401 && token !== null) session.expired(token);
        const { status, statusText, responseText } = request;
        errorOf(new Response(responseText, { status, statusText })).then(reject, reject);
      };
      request.onerror = () => reject(ApiError.unreachable(null));
      request.onabort = () => reject(new DOMException('The file was taken away.', 'AbortError'));
      signal.addEventListener('abort', () => request.abort());
      request.send(form);
    });
}
