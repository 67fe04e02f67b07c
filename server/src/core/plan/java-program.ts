import type { RecipeImage } from '../data/recipe-images';
import { below } from '../project/node-package-manager';
import type { Runtime, Step } from './image-plan';

/** What a build makes that can be started, and what starts it. Paths are relative to the module. */
export type JavaProgram = {
  /** Goals of Maven, or the task of Gradle. */
  readonly task: string;
} & (
  | {
      /** A jar with a manifest, and folders that it names. */
      readonly kind: 'jar';
      /** May hold `*` for the version. */
      readonly jar: string;
      readonly folders: readonly string[];
    }
  | {
      /** A jar of Spring Boot, taken apart into layers. */
      readonly kind: 'layers';
      readonly jar: string;
    }
  | {
      /** A jar with the libraries in a folder. */
      readonly kind: 'class path';
      readonly jar: string;
      /** Undefined: there are none. */
      readonly libraries: string | undefined;
      readonly mainClass: string;
    }
  | {
      /** What `installDist` makes: a folder of libraries, those of the project itself among them. */
      readonly kind: 'distribution';
      /** Pattern of the names of the project's own jars; undefined when they are not known. */
      readonly own: string | undefined;
      readonly mainClass: string;
      readonly jvmArguments: readonly string[];
    }
  | {
      /** The folder of Quarkus. */
      readonly kind: 'quarkus';
      readonly folder: string;
    }
);

/** Where the stage that builds puts what is shipped. */
const outputFolder = '/app';

/** Names of the parts of a jar of Spring Boot, those that change least first. */
const layers = ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'];

/** Commands that put what is shipped into its place. */
export function gatherProgram(program: JavaProgram, module: string): readonly string[] {
  const at = (path: string): string => below(module, path);
  switch (program.kind) {
    case 'jar':
      return [
        `mkdir ${outputFolder}`,
        ...program.folders.map((folder) => `mv ${at(folder)} ${outputFolder}/${lastPart(folder)}`),
        `mv ${at(program.jar)} ${outputFolder}/app.jar`,
      ];
    case 'layers':
      return [
        `mv ${at(program.jar)} /tmp/app.jar`,
        `java -Djarmode=tools -jar /tmp/app.jar extract --layers --destination ${outputFolder}`,
      ];
    case 'class path':
      return [
        `mkdir ${outputFolder}`,
        ...(program.libraries === undefined
          ? []
          : [`mv ${at(program.libraries)} ${outputFolder}/lib`]),
        `mv ${at(program.jar)} ${outputFolder}/app.jar`,
      ];
    case 'distribution':
      return [`mv ${at('build/install')}/* ${outputFolder}`];
    case 'quarkus':
      return [`mv ${at(program.folder)} ${outputFolder}`];
  }
}

/** Steps of the stage that is shipped: libraries first, then what changes with the sources. */
export function copyProgram(program: JavaProgram): readonly Step[] {
  switch (program.kind) {
    case 'jar':
      return [
        ...program.folders.map((folder) =>
          copyBuilt(`${outputFolder}/${lastPart(folder)}`, `./${lastPart(folder)}`),
        ),
        copyBuilt(`${outputFolder}/app.jar`, './'),
      ];
    case 'layers':
      return layers.map((layer) => copyBuilt(`${outputFolder}/${layer}/`, './'));
    case 'class path':
      return [
        ...(program.libraries === undefined ? [] : [copyBuilt(`${outputFolder}/lib`, './lib')]),
        copyBuilt(`${outputFolder}/app.jar`, './'),
      ];
    case 'distribution': {
      const { own } = program;
      const libraries = `${outputFolder}/lib`;
      if (own === undefined) return [copyBuilt(libraries, './lib')];
      return [
        {
          kind: 'copy',
          from: 'build',
          sources: [libraries],
          target: './lib',
          without: [own],
        },
        copyBuilt(`${libraries}/${own}`, './lib/'),
      ];
    }
    case 'quarkus':
      return [
        copyBuilt(`${outputFolder}/lib`, './lib'),
        copyBuilt(`${outputFolder}/quarkus`, './quarkus'),
        copyBuilt(`${outputFolder}/*.jar`, './'),
        copyBuilt(`${outputFolder}/app`, './app'),
      ];
  }
}

function copyBuilt(source: string, target: string): Step {
  return { kind: 'copy', from: 'build', sources: [source], target };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** How the program is started in an image. */
export function startProgram(
  program: JavaProgram,
  image: RecipeImage,
): Pick<Runtime, 'entrypoint' | 'command'> {
  const java = image.program ?? 'java';
  const options = optionsOf(program);
  // The entry point of images that start Java by themselves is `java -jar`.
  if (options[0] !== '-jar') {
    return image.startsProgram
      ? { entrypoint: [java], command: options }
      : { command: [java, ...options] };
  }
  return { command: image.startsProgram ? options.slice(1) : [java, ...options] };
}

function optionsOf(program: JavaProgram): readonly string[] {
  switch (program.kind) {
    case 'jar':
    case 'layers':
      return ['-jar', 'app.jar'];
    case 'class path':
      return [
        '-cp',
        program.libraries === undefined ? 'app.jar' : 'app.jar:lib/*',
        program.mainClass,
      ];
    case 'distribution':
      return [...program.jvmArguments, '-cp', 'lib/*', program.mainClass];
    case 'quarkus':
      return ['-jar', 'quarkus-run.jar'];
  }
}
