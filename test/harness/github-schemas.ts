import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { readSchema } from './json-schema';

/** A check by a schema of SchemaStore, which are of draft 7. Formats are not checked. */
export function compileGithubSchema(name: 'github-workflow' | 'dependabot-2.0'): ValidateFunction {
  const schema: AnySchemaObject = readSchema(`test/recipes/schemas/github/${name}.json`);
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}
