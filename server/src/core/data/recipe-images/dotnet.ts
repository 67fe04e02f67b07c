import type { RecipeImage } from './row';

const checked = '2026-08-22';
const app = { uid: 1654, gid: 1654 };
const registry = 'mcr.microsoft.com/dotnet';
const source = 'dotnet/dotnet-docker: README.aspnet.md, README.runtime.md, src/*/10.0';
const common = { startsProgram: false, checked } as const;

/** Versions with images on Ubuntu 24.04. */
const versions = ['8', '9', '10'];

/**
 * Images of one kind: `aspnet`, `runtime`, or `runtime-deps` for programs that were compiled ahead of time.
 *
 * @param cultures true for those with the data of cultures and time zones
 */
function rowsFor(
  language: string,
  name: 'aspnet' | 'runtime' | 'runtime-deps',
  cultures: boolean,
): readonly RecipeImage[] {
  const extra = cultures ? '-extra' : '';
  const compiler = name === 'runtime-deps' ? '-aot' : '';
  const own = { ...common, language, source, versions: compiler === '' ? versions : ['10'] };
  return [
    {
      ...own,
      base: 'distroless',
      build: `${registry}/sdk:$.0-noble${compiler}`,
      run: `${registry}/${name}:$.0-noble-chiseled${extra}`,
      libc: 'glibc',
      user: app,
      hasShell: false,
    },
    {
      ...own,
      base: 'slim',
      build: `${registry}/sdk:$.0-noble${compiler}`,
      run: `${registry}/${name}:$.0-noble`,
      libc: 'glibc',
      user: app,
      hasShell: true,
    },
    {
      ...own,
      base: 'alpine',
      build: `${registry}/sdk:$.0-alpine3.24${compiler}`,
      run: `${registry}/${name}:$.0-alpine3.24${extra}`,
      libc: 'musl',
      user: app,
      hasShell: true,
    },
    ...(name === 'aspnet'
      ? [
          {
            ...own,
            base: 'dhi' as const,
            // What the SDK of Microsoft makes runs on every system with glibc.
            build: `${registry}/sdk:$.0-noble`,
            run: 'dhi.io/aspnetcore:$',
            libc: 'glibc' as const,
            user: { uid: 65532, gid: 65532 },
            hasShell: false,
            source: 'docker-hardened-images/catalog: image/aspnetcore/debian-13',
          },
        ]
      : []),
  ];
}

/** Left out is Chainguard: only the newest version is free, and a program asks for the one it was made for. */
export const dotnetRecipeImages: readonly RecipeImage[] = [
  ...rowsFor('dotnet-aspnet', 'aspnet', false),
  ...rowsFor('dotnet-aspnet-cultures', 'aspnet', true),
  ...rowsFor('dotnet-runtime', 'runtime', false),
  ...rowsFor('dotnet-runtime-cultures', 'runtime', true),
  ...rowsFor('dotnet-compiled', 'runtime-deps', false),
  ...rowsFor('dotnet-compiled-cultures', 'runtime-deps', true),
];
