import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import type { BuildContext } from '../project/build-context';
import type { MixProject } from '../project/mix-project';
import { below } from '../project/node-package-manager';
import type { BaseChoices } from './choices';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import { chooseCycle, fromPessimisticConstraint } from './supported-version';

/** The Elixir and the Erlang that a project runs on. */
export interface ElixirVersion {
  /** Versions of Elixir that the project allows, as npm writes ranges; undefined: any. */
  readonly range: Fact<string | undefined>;
  /** `28`, where a file of a version manager names one. */
  readonly otp: string | undefined;
}

/** Reads the versions that a project names. */
export function readElixirVersion(
  context: BuildContext,
  folder: string,
  { path, elixir }: MixProject,
): ElixirVersion {
  const tools = below(folder, '.tool-versions');
  const text = context.text(tools) ?? '';
  const named = /^elixir\s+(\d+\.\d+)\S*/m.exec(text);
  const otp = /^erlang\s+(\d+)/m.exec(text)?.[1] ?? /^elixir\s+\S+-otp-(\d+)/m.exec(text)?.[1];
  if (named?.[1] !== undefined) {
    const says = `The version is ${named[1]}.`;
    return { range: fact(`${named[1]}.x`, saidIn(context, tools, /^elixir\s/, says)), otp };
  }
  return {
    otp,
    range:
      elixir === undefined
        ? fact(undefined, byDefault('The project names no version of Elixir.'))
        : fact(
            elixir
              .split(/\s+or\s+/)
              .map(toRange)
              .join(' || '),
            saidIn(context, path, /\belixir:/, `The project allows Elixir "${elixir}".`),
          ),
  };
}

function toRange(constraint: string): string {
  return fromPessimisticConstraint(constraint.replace(/\s+and\s+/g, ', '));
}

/** Lines of Erlang/OTP with images on Debian 13, by line of Elixir, the preferred one first. */
const otpLines: ReadonlyMap<string, readonly [string, ...string[]]> = new Map([
  ['1.20', ['29', '28']],
  ['1.19', ['28']],
  ['1.18', ['28']],
]);

/** What a release is made on. */
export interface ElixirImage {
  readonly image: RecipeImage;
  /** Why the Erlang is another one than the project names. */
  readonly note: string | undefined;
}

/** The images for a project, or a sentence that says why there are none. */
export function chooseElixirImage(
  { range, otp }: ElixirVersion,
  { base, today }: BaseChoices,
): ElixirImage | string {
  const { value: wanted = '*' } = range;
  const cycle = chooseCycle('elixir', wanted, today);
  if (cycle === undefined) return `Which Elixir "${wanted}" allows is not known.`;
  const lines = otpLines.get(cycle.cycle);
  if (!cycle.supported || lines === undefined) {
    return `Elixir ${cycle.cycle} has no image on a Debian with support: allow 1.18 or newer in mix.exs.`;
  }
  const taken = lines.find((line) => line === otp) ?? lines[0];
  const image = findRecipeImage('elixir', base, `${cycle.cycle}-otp-${taken}`);
  if (image === undefined) {
    return `There is no image of Elixir ${cycle.cycle} in the family "${base}".`;
  }
  const note =
    otp === undefined || otp === taken
      ? undefined
      : `Erlang/OTP ${otp} has no image with Elixir ${cycle.cycle} on a Debian with support, so ${taken} is taken.`;
  return { image, note };
}
