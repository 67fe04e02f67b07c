import { presence } from '../plan/evidence';
import { planJavaImage, type JavaFacts } from '../plan/java-image';
import {
  readGradleBuild,
  readMavenBuild,
  sourceFolder,
  toJavaFacts,
  type JavaProject,
} from '../plan/java-project';
import { readSpringApplication, type SpringApplication } from '../plan/spring-boot';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface SpringFacts extends JavaFacts {
  readonly application: SpringApplication;
  /** Version of Spring Boot; undefined when the build files do not say it. */
  readonly version: string | undefined;
}

export default defineRecipe<SpringFacts>({
  id: 'spring-boot',
  title: 'Spring Boot',
  before: ['java-maven', 'java-gradle'],
  detect: (place) => {
    const project = readSpringProject(place);
    return project === undefined ? undefined : [presence(project.path)];
  },
  needsRoot: (place) => readSpringProject(place)?.isPart === true,
  read: (place) => {
    const project = readSpringProject(place);
    if (project === undefined) return refuse('The build files do not use Spring Boot.');
    const { dependencies, springBoot } = project;
    const application = readSpringApplication(place.context, sourceFolder(project), dependencies);
    const facts = toJavaFacts(project, place.folder, application);
    if (typeof facts === 'string') return refuse(facts);
    return { ...facts, application, version: springBoot.version };
  },
  bases: ({ bases }) => bases,
  plan: (facts, choices) => {
    const { application } = facts;
    return planJavaImage(facts, choices, {
      recipe: 'spring-boot',
      environment: application.environment,
      startPeriod: 40,
      memory: 1024,
      secrets: [],
      notes: [...describeLayers(facts), ...application.notes],
      evidence: application.evidence,
    });
  },
});

/** The project of a folder, when it makes an application of Spring Boot. */
function readSpringProject({ context, folder }: Place): JavaProject | undefined {
  return [readMavenBuild, readGradleBuild]
    .map((read) => read(context, folder))
    .find(
      (project) =>
        project?.springBoot.used === true &&
        (!project.isPart || typeof project.program !== 'string'),
    );
}

function describeLayers({ program, version }: SpringFacts): readonly string[] {
  if (program.value.kind === 'layers') return [];
  return [
    version === undefined
      ? 'The jar is shipped in one piece, because the version of Spring Boot is not known.'
      : `The jar is shipped in one piece: Spring Boot ${version} takes no jars apart by itself, or names the layers itself.`,
  ];
}
