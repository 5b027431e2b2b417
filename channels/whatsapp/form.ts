/** A form as it came: every field, a repeated one with all its values. Twilio's signature covers exactly this. */
export type TwilioForm = Record<string, string | string[]>;

/** Far more than any message has: it tells of ten files with three fields each. */
const mostFields = 1_000;

const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i;

export function isForm(contentType: string | undefined): boolean {
  return formType.test(contentType ?? '');
}

/** Null for more fields than a message can have. */
export function readForm(body: Buffer): TwilioForm | null {
  const fields = new Map<string, string | string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    count += 1;
    if (count > mostFields) return null;
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (typeof before === 'string') fields.set(name, [before, value]);
    else before.push(value);
  }
  return Object.fromEntries(fields);
}

/** A field of an unchecked form; of a repeated one the first. */
export function field(form: object, name: string): string | undefined {
  const value: unknown = Object.hasOwn(form, name) ? Reflect.get(form, name) : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}
