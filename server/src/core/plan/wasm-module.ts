import type { BuildContext } from '../project/build-context';
import {
  readCargoDetails,
  readCargoTarget,
  readRustToolchain,
  type CargoDetails,
  type CargoPackage,
} from '../project/cargo-manifest';
import { below } from '../project/node-package-manager';
import { fact, presence, saidIn, type Evidence, type Fact } from './evidence';
import { readVisible } from './native-needs';
import { findRustPackage } from './rust-program';

/** Targets of modules that run outside of browsers. Source: the rustc book, "Platform Support"; checked 2026-11-22. */
export type WasmTarget = 'wasm32-wasip1' | 'wasm32-wasip2';

function toTarget(text: string | undefined): WasmTarget | undefined {
  return text === 'wasm32-wasip1' || text === 'wasm32-wasip2' ? text : undefined;
}

/** The target that the project of a folder is compiled for; undefined when it is none of these. */
export function findWasmTarget(
  context: BuildContext,
  folder: string,
): Fact<WasmTarget> | undefined {
  const root = findRustPackage(context, folder)?.root.folder;
  if (root === undefined) return undefined;
  for (const each of new Set([folder, root])) {
    const built = toTarget(readCargoTarget(context, each));
    if (built !== undefined) {
      return fact(built, {
        file: below(each, '.cargo/config.toml'),
        says: `The target is ${built}.`,
      });
    }
  }
  const toolchain = readRustToolchain(context, root);
  const targets = (toolchain?.targets ?? []).flatMap((each) => toTarget(each) ?? []);
  const [target] = targets;
  if (toolchain !== undefined && target !== undefined && targets.length === 1) {
    return fact(target, saidIn(context, toolchain.path, /wasm32/, `The target is ${target}.`));
  }
  const spin = findSpinFile(context, folder);
  if (spin === undefined) return undefined;
  const named = /\bwasm32-wasip2\b/;
  const isNamed = readVisible(context, (path) => path === spin).some(([, text]) =>
    named.test(text),
  );
  return isNamed
    ? fact('wasm32-wasip2', saidIn(context, spin, named, 'The target is wasm32-wasip2.'))
    : fact('wasm32-wasip1', presence(spin));
}

/** The manifest of a Spin application in a folder whose package uses Spin. */
export function findSpinFile(context: BuildContext, folder: string): string | undefined {
  const path = below(folder, 'spin.toml');
  const uses = readCargoDetails(context, folder)?.dependencies.includes('spin-sdk') === true;
  return uses && context.has(path) === 'yes' ? path : undefined;
}

/** The module that is built. */
export interface WasmModule {
  /** The file that Cargo makes: `shop.wasm`. */
  readonly file: string;
  /** True for a program with a function main, false for a library that a host calls. */
  readonly isProgram: boolean;
  readonly evidence: Evidence;
}

/** The module of a package, or why it is not known. */
export function findWasmModule(
  context: BuildContext,
  { own, details }: { readonly own: CargoPackage; readonly details: CargoDetails },
): WasmModule | string {
  const manifest = below(own.folder, 'Cargo.toml');
  const evidence = saidIn(context, manifest, /^\s*name\s*=/, `The package is ${own.name}.`);
  if (details.crateTypes.includes('cdylib')) {
    return { file: `${own.name.replaceAll('-', '_')}.wasm`, isProgram: false, evidence };
  }
  const [program, ...others] = own.programs;
  if (program === undefined || others.length !== 0) {
    return `${manifest} has ${program === undefined ? 'no program' : 'several programs'} and no library of the type cdylib.`;
  }
  return { file: `${program}.wasm`, isProgram: true, evidence };
}

/** Where a Spin application looks for its module, from the folder of `spin.toml`; a sentence when that is not known. */
export function readSpinSource(context: BuildContext, path: string): Fact<string> | string {
  const text = context.text(path);
  if (text === undefined) return `${path} could not be read.`;
  const sources = [...text.matchAll(/^\s*source\s*=\s*"([^"]+)"/gm)].map(([, name = '']) => name);
  const [source] = sources;
  if (
    source === undefined ||
    sources.length !== 1 ||
    !/^[\w./-]+$/.test(source) ||
    source.includes('..')
  ) {
    return `${path} has to name one module with "source", by a path.`;
  }
  return fact(source, saidIn(context, path, /^\s*source\s*=/, `The module is ${source}.`));
}
