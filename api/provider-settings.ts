import { z } from 'zod';
import type { Provider } from '../channels/contract';
import { check } from './http/check';

/** Whether a field, or what it wraps, is marked as secret. */
function isSecret(field: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(field)?.secret === true) return true;
  const inner: unknown = 'innerType' in field._zod.def ? field._zod.def.innerType : null;
  return inner instanceof z.core.$ZodType && isSecret(inner);
}

/** What may be shown of a channel's settings: what the provider declares and does not mark as secret. */
export function openFields(provider: Provider, settings: Record<string, unknown>): Record<string, unknown> {
  const declared = Object.entries(provider.settingsSchema.shape).filter(([, field]) => !isSecret(field));
  return Object.fromEntries(
    declared.flatMap(([name]) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  );
}

/** Those of the stored settings that the provider asks for; what its registration added is found anew. */
export function declaredFields(provider: Provider, settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(provider.settingsSchema.shape).map((name) => [name, settings[name]]));
}

/** Settings as the provider wants them, or a 400 by field. */
export function checkSettings(provider: Provider, settings: Record<string, unknown>): Record<string, unknown> {
  return check(provider.settingsSchema.strict(), settings, 'settings');
}

/** For forms: a JSON schema whose secret fields are `writeOnly`. */
export function settingsSchemaOf(provider: Provider): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(provider.settingsSchema.strict(), {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.secret !== true) return;
      delete jsonSchema.secret;
      jsonSchema.writeOnly = true;
    },
  });
  return schema;
}
