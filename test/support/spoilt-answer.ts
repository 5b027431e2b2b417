import type { ServerResponse } from 'node:http';

/** An answer in place of the messenger's own: of a gateway in front of it, or of itself when it is ill. */
export interface SpoiltAnswer {
  status: number;
  /** What is no text goes as JSON. Left out: nothing. */
  body?: string | object | null;
  headers?: Record<string, string>;
  /** Half of it comes, and the connection breaks. */
  isCutOff?: boolean;
}

const page = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n`;

/** After each of these, what was asked for may have been done, at whatever messenger. */
export const answersOfDoubt: Record<string, SpoiltAnswer> = {
  '500 with nothing': { status: 500 },
  '500 as JSON of another form': { status: 500, body: { message: 'Something went wrong' } },
  '502 as a gateway’s page': { status: 502, body: page('502 Bad Gateway') },
  '502 that is cut off': { status: 502, body: page('502 Bad Gateway'), isCutOff: true },
  '503 as a gateway’s page': { status: 503, body: page('503 Service Temporarily Unavailable') },
  '504 as a gateway’s page': { status: 504, body: page('504 Gateway Time-out') },
  '504 as JSON of another form': { status: 504, body: { message: 'Endpoint request timed out' } },
  '520 of a gateway': { status: 520, body: page('520') },
  '408': { status: 408, body: page('408 Request Time-out') },
  '200 as a page': { status: 200, body: page('Welcome') },
  '200 with nothing': { status: 200 },
  '200 as JSON of another form': { status: 200, body: { status: 'queued' } },
  '200 as JSON that is null': { status: 200, body: null },
  '200 as a list': { status: 200, body: [] },
  '200 that is cut off': {
    status: 200,
    body: JSON.stringify({ ok: true, result: { message_id: 4711 } }),
    isCutOff: true,
  },
  '302 to another place': { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } },
};

/** After each of these nothing was done, and a later attempt may get through. */
export const answersOfGateways: Record<string, SpoiltAnswer> = {
  '400 with nothing': { status: 400 },
  '403 as a page': { status: 403, body: page('403 Forbidden') },
  '404 as a page': { status: 404, body: page('404 Not Found') },
  '429 as a page': { status: 429, body: page('429 Too Many Requests') },
};

/** Promises the whole, and perhaps breaks off. */
export function answerSpoilt(
  response: ServerResponse,
  { status, body = '', headers, isCutOff = false }: SpoiltAnswer,
): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  const type = isText ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': String(bytes.length), ...headers });
  if (isCutOff) response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  else response.end(bytes);
}
