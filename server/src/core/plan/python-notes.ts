import { programStartingPackages } from '../data/python-system-packages';
import type { Interpreter } from './python-interpreter';
import type { PythonPackages } from './python-packages';
import { findFittingVersions } from './python-version';

/** What everybody should know about the packages and the Python of an image. */
export function describePackages(
  packages: PythonPackages,
  { version, supported }: Interpreter,
): readonly string[] {
  const { manager, lockFile, requirementsFile, inputsUnknown, locked, names, project } = packages;
  const starting = names.filter((name) => programStartingPackages.has(name));
  const fitting = locked === undefined ? undefined : findFittingVersions(locked, 'glibc');
  return [
    ...(supported ? [] : [`Python ${version} gets no more security fixes: allow a newer version.`]),
    ...(manager === undefined || lockFile !== undefined ? [] : [describeMissingLock(packages)]),
    ...(requirementsFile !== undefined && !packages.hashed
      ? [
          `${requirementsFile} has no hashes, so pip cannot check what it downloads: write them with "uv pip compile --generate-hashes".`,
        ]
      : []),
    ...(inputsUnknown === undefined
      ? []
      : [`All sources are copied before the install: ${inputsUnknown}`]),
    ...(fitting?.includes(version) === false
      ? [`Not every locked package has a wheel for Python ${version}, so some are compiled.`]
      : []),
    ...(project !== undefined && project.indexes.length > 0
      ? [`The build needs access to ${project.indexes.join(', ')}.`]
      : []),
    ...(starting.length === 0
      ? []
      : [`${starting.join(', ')} starts programs that the base image does not have: add them.`]),
  ];
}

function describeMissingLock({ requirementsFile }: PythonPackages): string {
  return requirementsFile === undefined
    ? 'There is no lock file, so each build may install other versions: run "uv lock" and commit it.'
    : `${requirementsFile} leaves versions open, so each build may install others: name each with "==".`;
}
