import type { Request } from 'express';
import { type Language, languages } from '../../domain/languages';

/** What the caller asks for with `Accept-Language` (RFC 9110, 12.5.4), as far as there are words in it. */
export function languageOf(request: Request): Language {
  const wanted = request.acceptsLanguages(...languages);
  return languages.find((language) => language === wanted) ?? languages[0];
}
