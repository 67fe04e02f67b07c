import { findNativePackage } from '../../data/native-packages';
import { findImageVariant } from '../../data/base-images';
import { findLanguageVersion, type LanguageVersion } from '../../model/image-release';
import { findInstalledNames } from '../../model/installed-dependencies';
import { findJavaRelease } from '../../model/java-release';
import type { DockerfileModel } from '../../model/model';
import type { CopyFacts } from '../../model/files';
import { isCoveredBy } from '../../model/covered-path';
import { collectStageCopies, type StageCopy } from '../../model/stage-copies';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { findVirtualEnvironments } from '../../model/virtual-environments';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'version-mismatch',
  code: 'IH109',
  category: 'base-image',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary:
    'Dependencies come from a stage with another version of the language than the one that runs them.',
  why: 'Installed dependencies belong to one version of their language: Python looks for packages in a folder that has the minor version in its name, native add-ons of Node.js, Ruby and PHP are compiled against one binary interface, and a JVM refuses classes compiled for a later release. The build succeeds, and the container ends with "module not found" or "unsupported class file version" when it starts.',
  fixNotes:
    'The fix gives the stage that installs the version of the stage that runs; for Java, whose newer versions run older classes, the stage that runs gets the version of the classes. It is refused when the tag comes from an ARG, is pinned by a digest, or is not known to exist.',
  equivalents: {},
  messages: {
    folder:
      '{{path}} was made by {{language}} {{made}}; {{language}} {{here}} does not look for packages there.',
    addon: '{{package}} in {{path}} was compiled for {{language}} {{made}}, but {{here}} runs it.',
    classes:
      'The classes in {{path}} are compiled for Java {{made}}; Java {{here}} refuses to load them.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.12 AS build
        RUN python -m venv /opt/venv
        COPY requirements.txt .
        RUN /opt/venv/bin/pip install -r requirements.txt

        FROM python:3.14-slim
        COPY --from=build /opt/venv /opt/venv
        #                 ^^^^^^^^^ version-mismatch
        COPY . /app
        USER 10001
        CMD ["/opt/venv/bin/python", "/app/main.py"]
      `,
      good: dockerfile`
        FROM python:3.14 AS build
        RUN python -m venv /opt/venv
        COPY requirements.txt .
        RUN /opt/venv/bin/pip install -r requirements.txt

        FROM python:3.14-slim
        COPY --from=build /opt/venv /opt/venv
        COPY . /app
        USER 10001
        CMD ["/opt/venv/bin/python", "/app/main.py"]
      `,
    },
    {
      bad: dockerfile`
        FROM eclipse-temurin:25 AS build
        WORKDIR /src
        COPY . .
        RUN javac -d /classes Main.java

        FROM eclipse-temurin:21-jre
        COPY --from=build /classes /classes
        #                 ^^^^^^^^ version-mismatch
        USER 10001
        CMD ["java", "-cp", "/classes", "Main"]
      `,
      good: dockerfile`
        FROM eclipse-temurin:25 AS build
        WORKDIR /src
        COPY . .
        RUN javac -d /classes Main.java

        FROM eclipse-temurin:25-jre
        COPY --from=build /classes /classes
        USER 10001
        CMD ["java", "-cp", "/classes", "Main"]
      `,
    },
  ],
  *check(model) {
    for (const stageCopy of collectStageCopies(model)) {
      const made = findLanguageVersion(stageCopy.from);
      const here = findLanguageVersion(stageCopy.to);
      if (made === undefined || made.language !== here?.language) continue;
      if (made.version === here.version && made.language !== 'java') continue;
      const problem = findProblem(model, stageCopy, made, here);
      if (problem === undefined) continue;
      const fix = findFix(stageCopy, made, here, problem);
      yield {
        message: problem.message,
        data: { path: stageCopy.path, language: titles[made.language], ...problem.data },
        span: stageCopy.source.word.span,
        ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
      };
    }
  },
});

const titles = {
  python: 'Python',
  node: 'Node.js',
  php: 'PHP',
  ruby: 'Ruby',
  java: 'Java',
} as const;

interface Problem {
  readonly message: 'folder' | 'addon' | 'classes';
  readonly data: Readonly<Record<'made' | 'here', string>> & { readonly package?: string };
}

function findProblem(
  model: DockerfileModel,
  stageCopy: StageCopy,
  made: LanguageVersion,
  here: LanguageVersion,
): Problem | undefined {
  const data = { made: made.version, here: here.version };
  switch (made.language) {
    case 'python':
      return isPackageFolder(model, stageCopy, made.version)
        ? { message: 'folder', data }
        : undefined;
    case 'java': {
      const release = findJavaRelease(model, stageCopy.from, stageCopy.path, made.version);
      return release !== undefined && Number(here.version) < release
        ? { message: 'classes', data: { made: String(release), here: here.version } }
        : undefined;
    }
    case 'php':
      return /^\/usr\/local\/lib\/php\/extensions(?:\/|$)/.test(stageCopy.path)
        ? { message: 'addon', data: { ...data, package: 'An extension' } }
        : undefined;
    case 'node':
    case 'ruby': {
      if (installsAgain(model, stageCopy.to, stageCopy.copy)) return undefined;
      const { language } = made;
      const names = findInstalledNames(model, stageCopy.from, language, stageCopy.path) ?? [];
      const name = names.find((each) => findNativePackage(language, each)?.boundToVersion === true);
      if (name === undefined) return undefined;
      return { message: 'addon', data: { ...data, package: `The package "${name}"` } };
    }
  }
}

/** A virtual environment, or the folder of packages itself, on its way to a place where it counts. */
function isPackageFolder(model: DockerfileModel, stageCopy: StageCopy, version: string): boolean {
  const { path, from, to, copy } = stageCopy;
  if (path === `/usr/local/lib/python${version}/site-packages`) {
    return copy.target === path && !installsAgain(model, to, copy);
  }
  const environment = collectInheritance(from)
    .flatMap((stage) => findVirtualEnvironments(model, stage))
    .find((each) => each.path === path);
  if (environment === undefined || environment.tool === 'uv') return false;
  const text = environment.instruction.argumentText;
  const isOther =
    /(?:\s-p|--python)\b|python\d\.\d/.test(text) && !text.includes(`python${version}`);
  return !isOther && !installsAgain(model, to, copy);
}

/** True when the stage that receives installs by itself: what is copied may not be what runs. */
function installsAgain(model: DockerfileModel, stage: Stage, own: CopyFacts): boolean {
  return collectInheritance(stage).some(
    (each) =>
      model.runsOf(each).some(({ complete }) => !complete) ||
      model.packageOperationsOf(each).some(({ manager }) => manager.kind === 'language') ||
      model.copiesOf(each).some(({ target, instruction, origin }) => {
        if (instruction === own.instruction || origin.kind === 'context') return false;
        return (
          target === undefined ||
          isCoveredBy('/usr/local', target) ||
          isCoveredBy(target, '/usr/local')
        );
      }),
  );
}

/** Old classes run on a newer JVM: Java moves the stage that runs, the others the stage that installs. */
function findFix(
  { from, to, path }: StageCopy,
  made: LanguageVersion,
  here: LanguageVersion,
  { message, data }: Problem,
): Fix | string {
  if (path.includes(`python${made.version}`)) {
    return 'The path names the version, too.';
  }
  return message === 'classes' ? alignTag(to, here, data.made) : alignTag(from, made, here.version);
}

function alignTag(stage: Stage, before: LanguageVersion, version: string): Fix | string {
  const { base } = stage;
  const word = base.kind === 'image' && base.literal ? base.reference.tag : undefined;
  if (base.kind !== 'image') return 'The version is that of a stage below; change it there.';
  if (word === undefined) return 'The tag comes from an ARG; change it there.';
  if (base.reference.digest !== undefined) {
    return 'The digest pins the image; it must be changed with the tag.';
  }
  const written = before.version.replace('.', '\\.');
  const pattern = new RegExp(`(^|-|jdk)${written}(?:[.u_]\\w+)*(?=$|-)`);
  const tag = word.text.replace(pattern, `$1${version}`);
  if (tag === word.text || findImageVariant(base.reference.repository, tag) === undefined) {
    return `No tag of the image with version ${version} is known.`;
  }
  return {
    title: `Use the tag "${tag}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [replaceWord(word, tag)],
  };
}
