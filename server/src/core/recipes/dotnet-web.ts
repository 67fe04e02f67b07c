import { presence } from '../plan/evidence';
import { readWebApplication } from '../plan/dotnet-application';
import {
  classifyDotnet,
  findDotnetProject,
  needsSolution,
  readDotnetBuild,
} from '../plan/dotnet-build';
import { planDotnetImage, withDotnetBases, type DotnetFacts } from '../plan/dotnet-image';
import { defineRecipe, refuse } from './define-recipe';

export default defineRecipe<DotnetFacts>({
  id: 'dotnet-web',
  title: 'ASP.NET Core',
  detect: ({ context, folder }) => {
    const project = findDotnetProject(context, folder);
    return project !== undefined && classifyDotnet(context, project) === 'web'
      ? [presence(project.path)]
      : undefined;
  },
  needsRoot: ({ context, folder }) => needsSolution(context, folder),
  read: ({ context, folder }) => {
    const build = readDotnetBuild(context, folder);
    if (typeof build === 'string') return refuse(build);
    const application = readWebApplication(context, build);
    if (typeof application === 'string') return refuse(application);
    const facts = withDotnetBases({ build, application, needsAspNet: true });
    return typeof facts === 'string' ? refuse(facts) : facts;
  },
  bases: ({ bases }) => bases,
  plan: (facts, choices) => planDotnetImage('dotnet-web', facts, choices),
});
