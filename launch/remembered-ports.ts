import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isPortFree } from './free-port';

const ports = z.object({ mongodb: z.number(), temporal: z.number(), temporalUi: z.number() }).partial();

export type RememberedPorts = z.infer<typeof ports>;

/** The ports of the last start that are free today, so that addresses stay the same where they can. */
export async function rememberedPorts(file: string): Promise<RememberedPorts> {
  try {
    const last = ports.parse(JSON.parse(readFileSync(file, 'utf8')));
    const free = await Promise.all(
      Object.entries(last).map(async ([name, port]) => ((await isPortFree(port)) ? [[name, port]] : [])),
    );
    return Object.fromEntries(free.flat());
  } catch {
    return {};
  }
}

export function rememberPorts(file: string, used: RememberedPorts): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(used));
}
