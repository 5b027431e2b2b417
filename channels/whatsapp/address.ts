const prefix = 'whatsapp:';

/** A number, or the id that stands for one (`US.1234`), as Twilio writes it. */
export function addressOf(id: string): string {
  return prefix + id;
}

/** Who is meant, without the prefix; null for what is no WhatsApp address, such as the same number by SMS. */
export function idOf(address: unknown): string | null {
  if (typeof address !== 'string' || !address.startsWith(prefix)) return null;
  // A plus sign that was sent without being encoded arrives as a space.
  const id = address.slice(prefix.length).replace(/^ /, '+');
  return /^\S{1,128}$/.test(id) ? id : null;
}

/** The id that Twilio tells beside the sender's address, written like one or without the prefix. */
export function otherIdOf(told: string | undefined): string | null {
  if (told === undefined || told === '') return null;
  return idOf(told.startsWith(prefix) ? told : addressOf(told));
}
