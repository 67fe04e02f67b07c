import { bringsOwnC } from '../data/cgo-libraries';
import { isCgoModule } from '../data/cgo-modules';
import type { BuildContext } from '../project/build-context';
import { findGoModule, findGoModules } from '../project/go-module';
import { parentFolder } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import { saidIn, type Evidence } from './evidence';
import { readVisible } from './native-needs';

/** Whether a program is linked against C: `needed` with what it needs of the system, or not at all. */
export type Cgo =
  | { readonly kind: 'unneeded' }
  | { readonly kind: 'needed'; readonly evidence: Evidence }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Code of modules that others wrote: of these the name tells enough. */
const vendored = /(?:^|\/)vendor\//;

/** Libraries that every C compiler on Debian has, and distroless/cc too. */
const ownLibraries = /^(?:m|c|pthread|dl|rt|util|stdc\+\+|gcc_s|resolv)$/;

/**
 * Reads whether the modules of some folders are linked against C.
 *
 * @param folders of the modules that are built: that of the program and those of its workspace
 */
export function findCgo(context: BuildContext, folders: readonly string[]): Cgo {
  const isBuilt = (path: string): boolean => {
    const module = findGoModule(context, parentFolder(path));
    return module !== undefined && folders.includes(module.folder);
  };
  const sources = readVisible(
    context,
    (path) => /(?<!_test)\.go$/.test(path) && !vendored.test(path) && isBuilt(path),
  );
  const own = sources.find(([, text]) => importC.test(text))?.[0];
  for (const [path, text] of sources) {
    const library = findSystemLibrary(text);
    if (library !== undefined) {
      return {
        kind: 'unknown',
        reason: `${path} links with the C library "${library}", and which packages it needs is not known.`,
      };
    }
  }
  const modules = findGoModules(context).filter(({ folder }) => folders.includes(folder));
  let evidence: Evidence | undefined =
    own === undefined ? undefined : saidIn(context, own, importC, 'It imports "C".');
  for (const { folder, requires } of modules) {
    const file = below(folder, 'go.mod');
    for (const each of requires.filter((path) => isCgoModule(path))) {
      if (!bringsOwnC(each)) {
        const reason = `${file} requires ${each}, which is linked against C: which packages it needs is not known.`;
        return { kind: 'unknown', reason };
      }
      const name = new RegExp(each.replaceAll('.', '\\.'));
      evidence ??= saidIn(context, file, name, `${each} is linked against C.`);
    }
  }
  return evidence === undefined ? { kind: 'unneeded' } : { kind: 'needed', evidence };
}

const importC = /^(?:import\s+|\s+)"C"\s*(?:\/\/.*)?$/m;

function findSystemLibrary(text: string): string | undefined {
  const configured = /^\s*(?:\/\/|\*)?\s*#cgo\s+(?:[\w,! ]+\s)?pkg-config:\s*(\S+)/m.exec(
    text,
  )?.[1];
  if (configured !== undefined) return configured;
  const flags = [...text.matchAll(/#cgo\b.*?\bLDFLAGS:(.*)$/gm)].flatMap(([, line = '']) => [
    ...line.matchAll(/(?:^|\s)-l(\S+)/g),
  ]);
  return flags.map(([, name = '']) => name).find((name) => !ownLibraries.test(name));
}
