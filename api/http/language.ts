import type { Request, RequestHandler } from 'express';
import { type Language, languages } from '../../domain/languages';

const silent = /^\/(health|metrics)\b/;

/** Whoever asks for no language is told things in that of the installation (domain 1.11). */
export function speakByDefault(language: () => Promise<Language>): RequestHandler {
  return async (request, response, next) => {
    if (!silent.test(request.path)) response.locals.language = await language();
    next();
  };
}

/** What the caller asks for with `Accept-Language` (RFC 9110, 12.5.4), as far as there are words in it. */
export function languageOf(request: Request): Language {
  const byDefault = languages.find((language) => language === request.res?.locals.language) ?? languages[0];
  const inOrder = [byDefault, ...languages.filter((language) => language !== byDefault)];
  const wanted = request.acceptsLanguages(...inOrder);
  return languages.find((language) => language === wanted) ?? byDefault;
}
