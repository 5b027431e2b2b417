import type { Response } from 'express';
import { type ProblemDocument, problemMediaType } from '../../domain/problem-document';
import { problemIn } from '../words/problem-in';
import { languageOf } from './language';

/** Says no in the caller's language. */
export function sendProblem(response: Response, document: ProblemDocument, headers: Record<string, string> = {}): void {
  const language = languageOf(response.req);
  response
    .status(document.status)
    .set(headers)
    .set('Content-Language', language)
    .vary('Accept-Language')
    .type(problemMediaType)
    .send(JSON.stringify(problemIn(language, document)));
}
