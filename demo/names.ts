import { randomBytes } from 'node:crypto';

const firstNames = ['Aino', 'Bela', 'Chidi', 'Dana', 'Emil', 'Farah', 'Goran', 'Hana', 'Ivo', 'Jana', 'Kofi', 'Lena'];

/** Different first names, in random order. */
export function drawNames(count: number): string[] {
  const order = firstNames.map((name) => ({ name, at: randomBytes(4).readUInt32LE() }));
  return order
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Sets what one run of the demo makes apart from what others left. */
export function drawTag(): string {
  return randomBytes(3).toString('hex');
}

export function drawPassword(): string {
  return randomBytes(18).toString('base64url');
}
