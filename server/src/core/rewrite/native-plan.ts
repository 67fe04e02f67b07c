import { findLastBuilderStep } from '../model/build-tail';
import type { Artifact, BuilderPlan } from '../model/builder-plan';
import type { DockerfileModel } from '../model/model';
import { findNativeFiles } from '../model/native-files';
import type { Stage } from '../model/stage-graph';
import { findRunTimeSetup } from '../model/run-time-setup';
import { freeStageName } from '../model/stage-name';
import type { BuildContext } from '../project/build-context';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { keyword } from './instructions';
import { chooseNativeRuntime, type NativeProgram } from './native-runtime';

/** What is known of a build that makes a program. */
export interface NativeBuild {
  readonly program: Omit<NativeProgram, 'folders'>;
  /** The instruction that makes the program or puts it in place. */
  readonly lastStep: Instruction;
  /** The programs themselves. */
  readonly artifacts: readonly Artifact[];
  /** Files that are compiled into them. */
  readonly sources: RegExp;
  /** Programs of which every command only builds. */
  readonly buildPrograms: RegExp;
  readonly builderEdits: readonly Edit[];
  /** The words of the start command where they change. */
  readonly words: readonly string[] | undefined;
  /** Lines that end the builder stage. */
  readonly lastLines: readonly string[] | undefined;
  readonly evidence: readonly string[];
}

export type NativePlan =
  | { readonly kind: 'plan'; readonly plan: BuilderPlan }
  | { readonly kind: 'refused'; readonly reason: string };

/** Adds to a compiled program the image that runs it and the files it reads. */
export function planNative(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  build: NativeBuild,
): NativePlan {
  const { program, artifacts, lastStep, buildPrograms, words } = build;
  const results = artifacts.map(({ from }) => from);
  const found = findRunTimeSetup(model, stage, { programs: buildPrograms, results, lastStep });
  if (found.kind === 'unknown') return { kind: 'refused', reason: found.reason };
  const { folders } = found.setup;
  const volumes = findVolumes(model, stage).filter((path) => !folders.includes(path));
  const runtime = chooseNativeRuntime(model, stage, {
    ...program,
    folders: [...folders, ...volumes],
  });
  if (runtime.kind === 'refused') return runtime;
  const { hasShell, owner, image, setup } = runtime;
  const facts = { lastStep, artifacts, buildPrograms, hasShell };
  const last = findLastBuilderStep(model, stage, facts);
  const files = findNativeFiles(model, stage, context, build.sources, last);
  if (files.kind === 'unknown') return { kind: 'refused', reason: files.reason };
  const filled = owner === undefined || hasShell ? [] : volumes;
  const lastLines = [
    ...(build.lastLines ?? []),
    ...(filled.length === 0 ? [] : [`${keyword(model, 'RUN')} mkdir -p ${filled.join(' ')}`]),
  ];
  const isCommand = program.start.keyword === 'CMD';
  return {
    kind: 'plan',
    plan: {
      ...facts,
      builderName: freeStageName(model, 'build'),
      runtimeImage: image,
      stages: [],
      setup,
      artifacts: [
        ...files.artifacts,
        ...artifacts,
        ...filled.map((path): Artifact => ({ from: path, to: path, owner: owner ?? '' })),
      ],
      builderEdits: build.builderEdits,
      command: isCommand ? words : undefined,
      ...(isCommand || words === undefined ? {} : { entrypoint: words }),
      buildVariables: [],
      ...(owner === undefined ? {} : { owner }),
      ...(lastLines.length === 0 ? {} : { lastLines }),
      evidence: [...build.evidence, ...files.evidence, ...runtime.evidence],
    },
  };
}

/** The folders of VOLUME whose paths are known; everybody may write to those for temporary files. */
function findVolumes(model: DockerfileModel, stage: Stage): readonly string[] {
  return stage.instructions
    .filter((each) => each.keyword === 'VOLUME')
    .flatMap((each) => {
      const words = each.json?.map(({ value, span }) => ({ text: value, span })) ?? each.words;
      return words.flatMap((word) => model.expand(word, each)?.replace(/(.)\/+$/, '$1') ?? []);
    })
    .filter((path) => /^\/[\w./-]+$/.test(path) && !/^\/(?:tmp|var\/tmp)$/.test(path));
}
