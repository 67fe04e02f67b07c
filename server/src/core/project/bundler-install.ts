import type { BuildContext } from './build-context';
import { readGemfile } from './gemfile';
import { isVisibleFile, visibleFilesOf, type InputAnswer } from './install-inputs';
import { below } from './node-package-manager';

/** What `bundle install` reads in a folder of the context. Source: https://bundler.io/man/gemfile.5.html */
export function findBundlerInputs(context: BuildContext, folder: string): InputAnswer {
  const path = below(folder, 'Gemfile');
  const gemfile = isVisibleFile(context, path) ? readGemfile(context, folder) : undefined;
  const text = context.text(path)?.replace(/^\s*#.*$/gm, '');
  if (gemfile === undefined || text === undefined) return `${path} cannot be read.`;
  const versionFile = /\bfile:\s*["']([^"']+)["']|File\.read\(["']([^"']+)["']\)/.exec(text);
  const rest = text.replace(versionFile?.[0] ?? '\0', '');
  if (/^\s*gemspec\b/m.test(rest)) return `${path} reads a gemspec, which reads the sources.`;
  if (
    gemfile.gems.some(({ origin }) => origin === 'path') ||
    /\b(?:eval_gemfile|require_relative|load|plugin)\b|\b(?:File|IO|Dir|ENV)\b[.[]|^\s*path\b/m.test(
      rest,
    )
  ) {
    return `${path} may read other files of the project.`;
  }
  const named = versionFile?.[1] ?? versionFile?.[2];
  const version = named === undefined ? [] : visibleFilesOf(context, folder, [named]);
  if (named !== undefined && version.length === 0) return `${path} reads "${named}".`;
  const lock = below(folder, 'Gemfile.lock');
  if (isVisibleFile(context, lock) && !fitsLinux(context.text(lock))) {
    return `${lock} is not known to hold for Linux, so the install may change it.`;
  }
  const others = ['Gemfile.lock', '.bundle/config', '.ruby-version', '.tool-versions'];
  return {
    files: [...new Set([path, ...visibleFilesOf(context, folder, others), ...version])],
    folders: [],
    evidence: [`${path} names no other file${named === undefined ? '' : ` but ${named}`}.`],
    results: [below(folder, '.bundle'), below(folder, 'vendor/bundle')],
  };
}

/** True when the lock file names the platform `ruby` or one of Linux. */
function fitsLinux(text: string | undefined): boolean {
  const platforms = /^PLATFORMS\r?\n((?:[ \t]+.*\r?\n?)*)/m.exec(text ?? '')?.[1] ?? '';
  return /^\s+(?:ruby|x86_64-linux\S*)\s*$/m.test(platforms);
}
