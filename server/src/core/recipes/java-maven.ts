import { presence } from '../plan/evidence';
import { readJavaApplication } from '../plan/java-application';
import { planJavaImage, type JavaFacts } from '../plan/java-image';
import { looksStartable, readMavenBuild, sourceFolder, toJavaFacts } from '../plan/java-project';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse } from './define-recipe';

export default defineRecipe<JavaFacts>({
  id: 'java-maven',
  title: 'Java or Kotlin with Maven',
  detect: ({ context, folder }) => {
    const project = readMavenBuild(context, folder);
    return project === undefined || !looksStartable(project) ? undefined : [presence(project.path)];
  },
  needsRoot: ({ context, folder }) => readMavenBuild(context, folder)?.isPart === true,
  read: ({ context, folder }) => {
    const project = readMavenBuild(context, folder);
    if (project === undefined) return refuse(`${below(folder, 'pom.xml')} cannot be read.`);
    const application = readJavaApplication(context, sourceFolder(project), project.dependencies);
    const facts = toJavaFacts(project, folder, application);
    return typeof facts === 'string' ? refuse(facts) : facts;
  },
  bases: ({ bases }) => bases,
  plan: (facts, choices) =>
    planJavaImage(facts, choices, {
      recipe: 'java-maven',
      environment: [],
      startPeriod: 20,
      memory: 768,
      secrets: [],
      notes: [],
      evidence: [],
    }),
});
