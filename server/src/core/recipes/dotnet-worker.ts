import { presence } from '../plan/evidence';
import { readProgram } from '../plan/dotnet-application';
import {
  classifyDotnet,
  findDotnetProject,
  needsSolution,
  readDotnetBuild,
} from '../plan/dotnet-build';
import { planDotnetImage, withDotnetBases, type DotnetFacts } from '../plan/dotnet-image';
import { defineRecipe, refuse } from './define-recipe';

export default defineRecipe<DotnetFacts>({
  id: 'dotnet-worker',
  title: '.NET worker or console program',
  detect: ({ context, folder }) => {
    const project = findDotnetProject(context, folder);
    return project !== undefined && classifyDotnet(context, project) === 'program'
      ? [presence(project.path)]
      : undefined;
  },
  needsRoot: ({ context, folder }) => needsSolution(context, folder),
  read: ({ context, folder }) => {
    const build = readDotnetBuild(context, folder);
    if (typeof build === 'string') return refuse(build);
    const application = readProgram(context, build);
    const facts = withDotnetBases({ build, application, needsAspNet: build.needsAspNet });
    return typeof facts === 'string' ? refuse(facts) : facts;
  },
  bases: ({ bases }) => bases,
  plan: (facts, choices) => planDotnetImage('dotnet-worker', facts, choices),
});
