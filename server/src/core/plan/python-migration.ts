import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import type { PythonPackages } from './python-packages';
import { environmentFolder } from './python-stages';

/**
 * The command that brings the database to the state that the sources want; undefined when none is known of.
 *
 * @param target what Flask loads: `shop:create_app`; undefined: it is not Flask
 */
export function findMigration(
  context: BuildContext,
  folder: string,
  { names }: PythonPackages,
  target: string | undefined,
): readonly string[] | undefined {
  const has = (name: string): boolean => context.has(below(folder, name)) === 'yes';
  if (target !== undefined && names.includes('flask-migrate') && has('migrations/alembic.ini')) {
    return [`${environmentFolder}/bin/flask`, '--app', target, 'db', 'upgrade'];
  }
  return names.includes('alembic') && has('alembic.ini')
    ? [`${environmentFolder}/bin/alembic`, 'upgrade', 'head']
    : undefined;
}
