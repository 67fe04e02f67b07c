import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

/** A schema file as its project publishes it; it has to be of JSON Schema 2020-12. */
export function readSchema(file: string): AnySchemaObject {
  return JSON.parse(readFileSync(file, 'utf8')) as AnySchemaObject;
}

/**
 * A check by a schema, or by one of its definitions. Formats are hints for tools (`int32`, `ports`) and not checked.
 *
 * @param definition name below `$defs`
 */
export function compileSchema(schema: AnySchemaObject, definition?: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  if (definition === undefined) return ajv.compile(schema);
  ajv.addSchema(schema);
  return ajv.compile({ $ref: `${String(schema.$id)}#/$defs/${definition}` });
}

/** What a schema has against a value, a line each. */
export function findViolations(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
