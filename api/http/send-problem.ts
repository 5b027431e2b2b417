import type { Response } from 'express';
import { type ProblemDocument, problemMediaType } from '../../domain/problem-document';
import { type Language, languages, problemIn } from '../words/problem-in';

/** What the caller asks for with `Accept-Language` (RFC 9110, 12.5.4), as far as there are words in it. */
function languageFor({ req: request }: Response): Language {
  const wanted = request.acceptsLanguages(...languages);
  return languages.find((language) => language === wanted) ?? languages[0];
}

/** Says no in the caller's language. */
export function sendProblem(response: Response, document: ProblemDocument, headers: Record<string, string> = {}): void {
  const language = languageFor(response);
  response
    .status(document.status)
    .set(headers)
    .set('Content-Language', language)
    .vary('Accept-Language')
    .type(problemMediaType)
    .send(JSON.stringify(problemIn(language, document)));
}
