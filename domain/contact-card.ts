import type { SharedContact } from './message-parts';
import { sharedContactOf } from './message-parts';

/** More than an address book passes on at once. */
const mostCards = 50;
const mostValues = 20;
const mostCharacters = 1_000_000;

interface Property {
  /** In capitals, without the group that ties properties together. */
  name: string;
  parameters: string;
  value: string;
}

/** Whether a file is an address book's card by what it is called. */
export function isContactCard({ mediaType, fileName }: { mediaType: string; fileName: string }): boolean {
  return mediaType === 'text/vcard' || /\.(vcf|vcard)$/i.test(fileName);
}

/** The people of a vCard of any version (2.1, 3.0, 4.0), with their names, numbers and mail addresses; lenient as telephones are not. */
export function readContactCards(written: string): SharedContact[] {
  const cards: Property[][] = [];
  let card: Property[] | null = null;
  for (const line of unfolded(written.slice(0, mostCharacters))) {
    const property = propertyOf(line);
    if (property === null) continue;
    const { name, value } = property;
    if (name === 'BEGIN' && value.toUpperCase() === 'VCARD') card = [];
    else if (name === 'END' && card !== null) {
      cards.push(card);
      card = null;
    } else card?.push(property);
  }
  return cards
    .slice(0, mostCards)
    .map(contactOf)
    .filter(({ name, phones, emails }) => name !== '' || phones.length > 0 || emails.length > 0);
}

/** A long line goes on in the next one, after a space or, in quoted-printable, after an equals sign. */
function unfolded(written: string): string[] {
  const lines: string[] = [];
  let isQuoted = false;
  for (const line of written.split(/\r\n|\r|\n/)) {
    const last = lines.length - 1;
    const before = lines[last];
    if (before !== undefined && isQuoted && before.endsWith('=')) lines[last] = before.slice(0, -1) + line.trimStart();
    else if (before !== undefined && /^[ \t]/.test(line)) lines[last] = before + line.slice(1);
    else {
      lines.push(line);
      isQuoted = isQuotedPrintable(line.slice(0, line.indexOf(':') + 1));
    }
  }
  return lines;
}

function isQuotedPrintable(parameters: string): boolean {
  return /[;=]QUOTED-PRINTABLE\b/i.test(parameters);
}

function propertyOf(line: string): Property | null {
  const [, name, parameters = '', value = ''] =
    /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)$/.exec(line) ?? [];
  if (name === undefined) return null;
  return {
    name: name.toUpperCase(),
    parameters,
    value: isQuotedPrintable(parameters) ? decoded(value, parameters) : value,
  };
}

function decoded(value: string, parameters: string): string {
  const bytes = Buffer.from(
    value.replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
  const [, charset = 'utf-8'] = /CHARSET=([\w-]+)/i.exec(parameters) ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** Signs that would part values are written with a backslash. */
function plain(value: string): string {
  return value
    .replace(/\\n/gi, ' ')
    .replace(/\\(.)/g, '$1')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

/** Family name, given name, further names, titles before and after. */
function fullName(value: string): string {
  const [family = '', given = '', further = '', before = '', after = ''] = value.split(/(?<!\\);/).map(plain);
  return [before, given, further, family, after].filter(Boolean).join(' ');
}

function contactOf(card: Property[]): SharedContact {
  const first = (name: string) => card.find((one) => one.name === name && plain(one.value) !== '')?.value ?? '';
  const all = (name: string, scheme: RegExp) => {
    const values = card.filter((one) => one.name === name).map(({ value }) => plain(value.replace(scheme, '')));
    return [...new Set(values.filter(Boolean))].slice(0, mostValues);
  };
  const emails = all('EMAIL', /^mailto:/i);
  const phones = all('TEL', /^tel:/i);
  const name =
    plain(first('FN')) || fullName(first('N')) || plain(first('NICKNAME')) || plain(first('ORG').replace(/;/g, ' '));
  return sharedContactOf({ name: name || phones[0] || emails[0] || '', phones, emails });
}
