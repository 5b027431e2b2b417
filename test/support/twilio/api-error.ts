const sentences: Record<number, string> = {
  20001: 'Bad request',
  20003: 'Authenticate',
  20404: 'The requested resource was not found',
  20429: 'Too Many Requests',
  20500: 'Internal Server Error',
  20503: 'Service is unavailable',
  21211: "Invalid 'To' Phone Number",
  21603: "A 'From' phone number is required.",
  21604: "A 'To' phone number is required.",
  21609: 'The StatusCallback URL is not a valid URL.',
  21610: 'Attempt to send to unsubscribed recipient',
  21617: 'The concatenated message body exceeds the 1600 character limit.',
  21619: 'A text message body or media urls must be specified.',
  21620: 'Invalid media URL(s)',
  21623: 'Number of media files exceeds allowed limit',
  21655: 'The ContentSid is Invalid',
  21656: 'The ContentVariables Parameter is invalid',
  63007: 'Twilio could not find a Channel with the specified From address',
  63018: 'Rate limit exceeded for Channel',
  63031: 'Channels message cannot have same From and To',
};

/** A refusal in Twilio's form. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly status = 400,
    readonly headers: Record<string, string> = {},
  ) {
    super(sentences[code] ?? `Error ${code}`);
  }

  get body() {
    const { code, message, status } = this;
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }
}

export const notFound = new ApiError(20404, 404);
export const unauthenticated = new ApiError(20003, 401, { 'www-authenticate': 'Basic realm="Twilio API"' });

export function tooManyRequests(retryAfterSeconds: number): ApiError {
  return new ApiError(20429, 429, { 'retry-after': String(retryAfterSeconds) });
}
