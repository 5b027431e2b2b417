import { changedFields } from '../../parts/changed-fields';

/** One field of a provider's settings as a form shows it. */
export interface SettingField {
  name: string;
  title: string;
  description: string;
  kind: 'text' | 'longText' | 'secret' | 'lines' | 'choice' | 'boolean' | 'number' | 'colour';
  required: boolean;
  choices: string[];
}

/** As much of JSON schema as providers use. */
interface Property {
  type?: string;
  title?: string;
  description?: string;
  writeOnly?: boolean;
  readOnly?: boolean;
  enum?: unknown[];
  maxLength?: number;
  format?: string;
  pattern?: string;
}

const longTextFrom = 200;

/** The fields that people fill in, in the provider's order. What the provider finds by itself is none. */
export function fieldsOf(schema: Readonly<Record<string, unknown>>): SettingField[] {
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, property]) =>
    property.readOnly === true
      ? []
      : [
          {
            name,
            title: property.title ?? name,
            description: property.description ?? '',
            kind: kindOf(property),
            required: required.includes(name),
            choices: (property.enum ?? []).map(String),
          },
        ],
  );
}

function kindOf({ type, writeOnly, enum: choices, maxLength = 0, format, pattern }: Property): SettingField['kind'] {
  if (writeOnly === true) return 'secret';
  if (choices !== undefined) return 'choice';
  if (type === 'boolean') return 'boolean';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'array') return 'lines';
  if (format === 'color' || pattern?.startsWith('^(#') || pattern?.startsWith('^#')) return 'colour';
  return maxLength > longTextFrom ? 'longText' : 'text';
}

/** What is shown of what a channel has; nothing of secrets. */
export function typedSettings(
  fields: readonly SettingField[],
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = settings[name];
      if (kind === 'boolean') return [name, value === true];
      if (kind === 'number') return [name, typeof value === 'number' ? value : null];
      if (kind === 'lines') return [name, Array.isArray(value) ? value.join('\n') : ''];
      return [name, value === undefined || value === null ? '' : String(value)];
    }),
  );
}

/** What is sent: as the schema has it. What is empty and was so before is left to the provider. */
export function readSettings(
  fields: readonly SettingField[],
  typed: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const value = typed[name];
      const isEmpty = value === '' || value === null || value === undefined;
      if (kind === 'secret' || kind === 'choice') return isEmpty ? [] : [[name, value]];
      if (kind === 'lines') {
        const lines = String(value ?? '')
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
        return lines.length === 0 && before[name] === undefined ? [] : [[name, lines]];
      }
      return isEmpty && before[name] === undefined ? [] : [[name, value]];
    }),
  );
}

/** What is sent of a channel that is there: what differs. */
export function changedSettings(
  fields: readonly SettingField[],
  typed: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return changedFields(
    readSettings(fields, typedSettings(fields, before), before),
    readSettings(fields, typed, before),
  );
}
