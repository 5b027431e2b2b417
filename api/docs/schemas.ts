import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

const inDocument = '#/components/schemas/';

/** Gathers the named schemas of all operations, so that each stands in the document once. */
export function createSchemaWriter() {
  const components: Record<string, JsonSchema> = {};

  return {
    components,

    /** The JSON schema of what a caller sends or gets; named parts become references. */
    write(schema: z.ZodType): JsonSchema {
      // Wrapped, so that a schema that is named itself becomes a reference too.
      const wrapped = z.toJSONSchema(z.object({ it: schema }), {
        io: 'input',
        unrepresentable: 'any',
        override: ({ jsonSchema }) => {
          // The format says it; zod's pattern for it is longer than most schemas.
          if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
        },
      });
      const { properties, $defs } = pointed(wrapped) as {
        properties: { it: JsonSchema };
        $defs?: Record<string, JsonSchema>;
      };
      for (const [name, { $schema: _, id: __, ...definition }] of Object.entries($defs ?? {}))
        components[name] = definition;
      return properties.it;
    },
  };
}

/** References are made to lead to the document's components. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', inDocument)]
        : [key, pointed(inner)],
    ),
  );
}

export type SchemaWriter = ReturnType<typeof createSchemaWriter>;
