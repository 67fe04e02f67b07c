import type { BuildContext } from '../project/build-context';
import { readGemfileLock } from '../project/gemfile-lock';
import { findGoVersion } from '../project/go-module';
import { readPackageJson } from '../project/package-json';
import { readRequirements, toPackageName } from '../project/requirements';
import type { PackageArgument } from './packages';
import type { ApplicationPackages } from './unpinned-packages';

/**
 * A package argument with the version that the project names for it: in `package.json`, `requirements.txt`,
 * `Gemfile.lock` or `go.mod` of the context. Undefined where it names none, or the argument is more than a name.
 */
export function withProjectVersion(
  context: BuildContext,
  ecosystem: ApplicationPackages,
  { name, word }: PackageArgument,
): string | undefined {
  const plain = word.text.replace(/@latest$/, '');
  if (name === undefined || !/^@?[\w./-]+(?:\[[\w,]+\])?$/.test(plain)) return undefined;
  switch (ecosystem) {
    case 'javascript':
      return join(plain, '@', packageJsonVersion(context, name));
    case 'python':
      return join(plain, '==', requiredVersion(context, name));
    case 'ruby':
      return join(plain, ':', gemVersion(context, name));
    case 'go':
      return join(plain, '@', findGoVersion(context, plain));
    case 'rust':
      return undefined;
  }
}

function join(name: string, sign: string, version: string | undefined): string | undefined {
  return version === undefined ? undefined : `${name}${sign}${version}`;
}

function packageJsonVersion(context: BuildContext, name: string): string | undefined {
  const manifest = readPackageJson(context);
  const manager = /^([^@]+)@(\d[\w.-]*)/.exec(manifest?.packageManager ?? '');
  if (manager?.[1] === name) return manager[2];
  const version = manifest?.dependencies.get(name) ?? manifest?.devDependencies.get(name);
  return version !== undefined && /^[~^]?\d+\.\d+\.\d+[\w.-]*$/.test(version) ? version : undefined;
}

function requiredVersion(context: BuildContext, name: string): string | undefined {
  const wanted = toPackageName(name);
  const found = readRequirements(context, 'requirements.txt')?.requirements.find(
    (each) => each.name === wanted,
  );
  return /^={2}\s*(\d[\w.!+]*)$/.exec(found?.specifier ?? '')?.[1];
}

function gemVersion(context: BuildContext, name: string): string | undefined {
  if (name !== 'bundler') return readGemfileLock(context)?.gems.get(name);
  const text = context.text('Gemfile.lock') ?? '';
  return /^BUNDLED WITH\r?\n\s+(\d[\w.]*)/m.exec(text)?.[1];
}
