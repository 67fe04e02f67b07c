import type { RecipeImage } from '../data/recipe-images';
import type { Health, Mount, PlannedFile, Step } from './image-plan';

/** Folder of the program in the image that runs. */
const probeFolder = '/opt/healthcheck';

const sourceFolder = 'healthcheck';

/** The condition keeps the file out of a project whose folder it lies in, which takes every `.cs` file below it. */
const probeText = `#if HEALTHCHECK
using System;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

/// <summary>
/// Asks the server in its own container whether it is well: HealthCheck PORT [PATH]. Ends with 0 when the path answers
/// with a status 2xx or 3xx within two seconds, and else with 1. Without a path an open port is enough.
/// </summary>
internal static class HealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var port = int.Parse(arguments[0]);
            var isWell = arguments.Length > 1 ? await Answers(port, arguments[1]) : await IsOpen(port);
            return isWell ? 0 : 1;
        }
        catch (Exception problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task<bool> Answers(int port, string path)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        using var response = await client.GetAsync($"http://127.0.0.1:{port}{path}");
        return (int)response.StatusCode is >= 200 and < 400;
    }

    private static async Task<bool> IsOpen(int port)
    {
        using var client = new TcpClient();
        using var timer = new CancellationTokenSource(Timeout);
        await client.ConnectAsync("127.0.0.1", port, timer.Token);
        return true;
    }
}
#endif
`;

function projectText(framework: string): string {
  return `<Project Sdk="Microsoft.NET.Sdk">

  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>${framework}</TargetFramework>
    <DefineConstants>$(DefineConstants);HEALTHCHECK</DefineConstants>
    <InvariantGlobalization>true</InvariantGlobalization>
    <!-- Nothing is generated that a project around this folder would compile too. -->
    <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
    <GenerateTargetFrameworkAttribute>false</GenerateTargetFrameworkAttribute>
  </PropertyGroup>

</Project>
`;
}

/** Where a program answers whether it is well, and how it was published. */
export interface DotnetProbeTarget {
  readonly port: number | undefined;
  readonly livePath: string | undefined;
  readonly readyPath: string | undefined;
  /** `net10.0`. */
  readonly framework: string;
  /** True when the program is compiled ahead of time, and the image has no runtime. */
  readonly compiled: boolean;
  /** Folder of the Dockerfile in the build context. */
  readonly folder: string;
  readonly cache: readonly Mount[];
}

/** How the health of a .NET program is asked, and what that needs. */
export interface DotnetProbe {
  readonly health: Pick<Health, 'test' | 'livePath' | 'readyPath'>;
  readonly build: readonly Step[];
  readonly runtime: readonly Step[];
  readonly files: readonly PlannedFile[];
}

/** Alpine has a program that asks; for other images a small one is built. */
export function planDotnetProbe(target: DotnetProbeTarget, image: RecipeImage): DotnetProbe {
  const { port, livePath, readyPath, framework, compiled, folder, cache } = target;
  if (port === undefined) return { health: {}, build: [], runtime: [], files: [] };
  const paths = {
    ...(livePath === undefined ? {} : { livePath }),
    ...(readyPath === undefined ? {} : { readyPath }),
  };
  const number = String(port);
  if (image.libc === 'musl') {
    const test =
      livePath === undefined
        ? ['nc', '-z', '127.0.0.1', number]
        : ['wget', '-q', '-T', '2', '-O', '/dev/null', `http://127.0.0.1:${number}${livePath}`];
    return { health: { test, ...paths }, build: [], runtime: [], files: [] };
  }
  const source = folder === '' ? sourceFolder : `${folder}/${sourceFolder}`;
  return {
    health: {
      test: [`${probeFolder}/HealthCheck`, number, ...(livePath === undefined ? [] : [livePath])],
      ...paths,
    },
    build: [
      {
        kind: 'copy',
        comment: 'The image has no program that asks for the health, so one is built here.',
        sources: [source],
        target: '/healthcheck',
      },
      {
        kind: 'run',
        mounts: cache,
        commands: [
          `dotnet publish /healthcheck/HealthCheck.csproj -a $TARGETARCH -c Release${compiled ? ' -p:PublishAot=true' : ''} -o ${probeFolder}`,
        ],
      },
    ],
    runtime: [
      {
        kind: 'copy',
        from: 'build',
        sources: [probeFolder],
        target: probeFolder,
        ...(compiled ? { without: ['*.dbg'] } : {}),
      },
    ],
    files: [
      {
        path: `${sourceFolder}/HealthCheck.cs`,
        text: probeText,
        purpose: 'Asks the server whether it is well: the image has no other program that could.',
      },
      {
        path: `${sourceFolder}/HealthCheck.csproj`,
        text: projectText(framework),
        purpose: 'Builds the program for the health check.',
      },
    ],
  };
}

/** True for the project of the health check, which is no application. */
export function isProbeProject(path: string): boolean {
  return /(?:^|\/)healthcheck\/HealthCheck\.csproj$/.test(path);
}
