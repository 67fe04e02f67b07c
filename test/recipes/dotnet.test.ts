import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

function outcomeOf(files: Files, choices: Partial<Choices> = {}): ReturnType<typeof generate> {
  return generate({ project: toProject(files), choices: { today: '2026-11-22', ...choices } });
}

function generated(files: Files, choices: Partial<Choices> = {}): Generation {
  const outcome = outcomeOf(files, choices);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(files: Files, choices: Partial<Choices> = {}): string {
  return (
    generated(files, choices).files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? ''
  );
}

function assertRefused(files: Files, reason: RegExp): void {
  const outcome = outcomeOf(files);
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, reason);
}

function project(properties: string, { sdk = 'Web', items = '' } = {}): string {
  return `<Project Sdk="Microsoft.NET.Sdk${sdk === '' ? '' : `.${sdk}`}">
  <PropertyGroup>${properties}</PropertyGroup>
  <ItemGroup>${items}</ItemGroup>
</Project>`;
}

const net10 = '<TargetFramework>net10.0</TargetFramework>';
const program = { 'Program.cs': 'WebApplication.Create(args).Run();\n' };

function web(properties = net10, items = ''): Files {
  return { 'Quay.csproj': project(properties, { items }), ...program };
}

function runtimeOf(files: Files, choices: Partial<Choices> = {}): string | undefined {
  return /^FROM (\S+) AS runtime$/m.exec(dockerfileOf(files, choices))?.[1];
}

describe('ASP.NET Core', () => {
  test('runs without cultures only where the project does', () => {
    const image = 'mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled';
    const invariant = `${net10}<InvariantGlobalization>true</InvariantGlobalization>`;
    assert.equal(runtimeOf(web(invariant)), image);
    assert.equal(runtimeOf(web()), `${image}-extra`);
    const sql = '<PackageReference Include="Microsoft.Data.SqlClient" Version="6.0.0" />';
    assert.equal(runtimeOf(web(invariant, sql)), `${image}-extra`);
    const zones = {
      ...web(invariant),
      'Clock.cs': 'var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");\n',
    };
    assert.equal(runtimeOf(zones), `${image}-extra`);
  });

  test('is of the newest version that the project names', () => {
    const several = web('<TargetFrameworks>net9.0;net10.0;netstandard2.1</TargetFrameworks>');
    assert.match(dockerfileOf(several), /dotnet publish Quay\.csproj .* -f net10\.0 -o \/app/);
    const old = generated(web('<TargetFramework>net8.0</TargetFramework>'));
    assert.match(old.plan.notes.join(' '), /\.NET 8 gets no more security fixes/);
  });

  test('for other systems or unknown versions is refused', () => {
    assertRefused(
      web('<TargetFramework>net10.0-windows</TargetFramework>'),
      /does not run in a con/,
    );
    assertRefused(web('<TargetFramework>$(Net)</TargetFramework>'), /does not say which version/);
    assertRefused(web(''), /does not say which version/);
    assertRefused(web('<TargetFramework>net6.0</TargetFramework>'), /no images for net6\.0/);
    assertRefused(web(`${net10}<AssemblyName>$(A)</AssemblyName>`), /computes the name/);
  });

  test('listens where the sources or the settings say', () => {
    const portOf = (text: string, settings = '{}', choices: Partial<Choices> = {}): string[] => {
      const made = dockerfileOf(
        { ...web(), 'Program.cs': text, 'appsettings.json': settings },
        choices,
      );
      return made.match(/EXPOSE \d+|ASPNETCORE_HTTP_PORTS=\d+| PORT=\d+/g) ?? [];
    };
    assert.deepEqual(portOf('app.Run();'), ['EXPOSE 8080']);
    assert.deepEqual(portOf('app.Run("http://*:5000");'), ['EXPOSE 5000']);
    assert.deepEqual(portOf('kestrel.ListenAnyIP(5001);'), ['EXPOSE 5001']);
    assert.deepEqual(
      portOf(
        'app.Run();',
        '{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://*:5002" } } } }',
      ),
      ['EXPOSE 5002'],
    );
    assert.deepEqual(portOf('app.Run();', '{}', { port: 9000 }), [
      'ASPNETCORE_HTTP_PORTS=9000',
      'EXPOSE 9000',
    ]);
    assert.deepEqual(portOf('var port = Environment.GetEnvironmentVariable("PORT") ?? "8080";'), [
      ' PORT=8080',
      'EXPOSE 8080',
    ]);
  });

  test('on localhost is refused', () => {
    assertRefused(
      { ...web(), 'Program.cs': 'app.Run("http://localhost:5000");\n' },
      /Program\.cs lets the server listen on localhost/,
    );
  });

  test('is asked where it declares it', () => {
    const checks = 'app.MapHealthChecks("/health/ready");\napp.MapHealthChecks("/health/alive");\n';
    const { health } = generated({ ...web(), 'Program.cs': checks }).plan.runtime;
    assert.equal(health.livePath, '/health/alive');
    assert.equal(health.readyPath, '/health/ready');
    const alpine = { base: 'alpine', healthPath: '/up' } as const;
    assert.match(dockerfileOf(web(), alpine), /"wget", "-q", "-T", "2"/);
    assert.match(dockerfileOf(web(), { base: 'alpine' }), /"nc", "-z", "127\.0\.0\.1", "8080"/);
  });

  test('compiled ahead of time needs no runtime, and is linked where it runs', () => {
    const text = dockerfileOf(web(`${net10}<PublishAot>true</PublishAot>`));
    assert.match(text, /^FROM mcr\.microsoft\.com\/dotnet\/sdk:10\.0-noble-aot AS build$/m);
    assert.match(text, /runtime-deps:10\.0-noble-chiseled-extra AS runtime/);
    assert.match(text, /HealthCheck\.csproj .* -p:PublishAot=true/);
    assertRefused(
      web('<TargetFramework>net9.0</TargetFramework><PublishAot>true</PublishAot>'),
      /no images for net9\.0 that compile ahead of time/,
    );
  });

  test('with a lock file is restored as it says, for every architecture', () => {
    const files = { ...web(), 'packages.lock.json': '{}' };
    const text = dockerfileOf(files);
    assert.match(text, /dotnet restore Quay\.csproj --locked-mode\n/);
    assert.match(
      text,
      /publish Quay\.csproj -c Release -p:RestoreLockedMode=true -p:UseAppHost=false/,
    );
    assert.match(text, /^ENTRYPOINT \["dotnet", "Quay\.dll"\]$/m);
    const plain = dockerfileOf(web(`${net10}<UseAppHost>false</UseAppHost>`));
    assert.match(plain, /^ENTRYPOINT \["dotnet", "Quay\.dll"\]$/m);
  });

  test('with a runtime of its own is published for that of the image', () => {
    const files = web(`${net10}<SelfContained>true</SelfContained>`);
    assert.match(dockerfileOf(files), /-p:SelfContained=false -p:PublishTrimmed=false/);
  });

  test('leaves out a pin of the SDK that the image may not meet', () => {
    const pin = (sdk: string, more = ''): Files => ({
      ...web(),
      'global.json': `{ "sdk": { "version": "10.0.100"${sdk} }${more} }`,
    });
    const { plan } = generated(pin(''));
    assert.ok(plan.ignored.includes('global.json'));
    assert.match(plan.notes.join(' '), /global\.json asks for the SDK 10\.0\.100/);
    assert.doesNotMatch(dockerfileOf(pin('')), /global\.json/);
    assert.match(dockerfileOf(pin(', "rollForward": "latestFeature"')), /COPY .*global\.json/);
    assertRefused(pin('', ', "msbuild-sdks": { "a": "1" }'), /asks for the SDK 10\.0\.100 and no/);
    assertRefused({ ...web(), 'global.json': '{' }, /global\.json cannot be read/);
  });

  test('gets the passwords of NuGet as secrets', () => {
    const settings = (value: string): Files => ({
      ...web(),
      'nuget.config': `<configuration><packageSourceCredentials><a><add key="ClearTextPassword" value="${value}" /></a></packageSourceCredentials></configuration>`,
    });
    assert.match(
      dockerfileOf(settings('%NUGET_TOKEN%')),
      /--mount=type=secret,id=nuget-token,env=NUGET_TOKEN,required=true/,
    );
    const literal = generated(settings('hunter2'));
    assert.deepEqual(literal.plan.buildSecrets, [
      { id: 'nuget-config', from: 'file', source: 'nuget.config' },
    ]);
    assert.ok(literal.plan.ignored.includes('nuget.config'));
    const text = dockerfileOf(settings('hunter2'));
    assert.match(text, /id=nuget-config,target=\/src\/nuget\.config/);
    assert.doesNotMatch(text, /COPY .*nuget\.config/);
  });

  test('copies all sources first where the project reads other files', () => {
    const { plan } = generated(web(net10, '<Reference Include="a" HintPath="lib/a.dll" />'));
    assert.match(plan.notes.join(' '), /All sources are copied before packages are restored/);
  });

  test('tells what keys and SQLite need', () => {
    const sqlite = '<PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.0" />';
    const files = { ...web(net10, sqlite), 'Program.cs': 'builder.Services.AddRazorPages();\n' };
    const notes = generated(files).plan.notes.join(' ');
    assert.match(notes, /keys of data protection/);
    assert.match(notes, /SQLite writes beside its file/);
  });
});

describe('other projects of .NET', () => {
  const console = project(`<OutputType>Exe</OutputType>${net10}`, { sdk: '' });

  test('are built for the smaller runtime', () => {
    assert.match(
      runtimeOf({ 'Tool.csproj': console }) ?? '',
      /dotnet\/runtime:10\.0-noble-chiseled/,
    );
    const aspNet = project(`<OutputType>Exe</OutputType>${net10}`, {
      sdk: '',
      items: '<PackageReference Include="Microsoft.AspNetCore.SignalR.Client" Version="10.0.0" />',
    });
    assert.match(runtimeOf({ 'Tool.csproj': aspNet }) ?? '', /dotnet\/aspnet:10\.0/);
  });

  test('are left alone when they are libraries, tests, or several in one folder', () => {
    for (const files of [
      { 'Lib.csproj': project(net10, { sdk: '' }) },
      { 'Old.csproj': project(`${net10}<OutputType>WinExe</OutputType>`, { sdk: '' }) },
      { 'A.csproj': console, 'B.csproj': console },
      { 'healthcheck/HealthCheck.csproj': console },
      {
        'Tests.csproj': project(`${net10}<OutputType>Exe</OutputType>`, {
          sdk: '',
          items: '<PackageReference Include="xunit.v3" Version="3.0.0" />',
        }),
      },
    ] satisfies Files[]) {
      assert.equal(outcomeOf(files).kind, 'refused', Object.keys(files).join());
    }
  });

  test('are built from the root only where they need it', () => {
    const inside = generated({ 'tools/tool/Tool.csproj': console });
    assert.match(inside.files.map(({ text }) => text).join(), /dotnet restore Tool\.csproj/);
    const shared = generated({
      'tools/tool/Tool.csproj': console,
      'Directory.Build.props': '<Project/>',
    });
    assert.match(
      shared.files.map(({ text }) => text).join(),
      /dotnet restore tools\/tool\/Tool\.csproj/,
    );
  });
});

test('folders that the program fills are its own', () => {
  const files = { ...web(), 'Program.cs': 'File.WriteAllText("/data/orders.txt", "");\n' };
  const { plan } = generated(files);
  assert.deepEqual(
    plan.runtime.writablePaths.map(({ path }) => path),
    ['/data'],
  );
  assert.match(dockerfileOf(files), /--chown=1654:1654 \/empty\/data \/data/);
});

test('connections are found in every file', () => {
  const { plan } = generated({
    ...web(),
    'A.cs': 'var a = configuration.GetConnectionString("First");\n',
    'B.cs': 'var b = configuration.GetConnectionString("Second");\n',
  });
  const secrets = JSON.stringify(plan.runtime);
  assert.match(secrets, /ConnectionStrings__First/);
  assert.match(secrets, /ConnectionStrings__Second/);
});

test('a reference to a project that is not there does not end the reading', () => {
  const gone =
    '<ProjectReference Include="..\\..\\Gone\\Gone.csproj" /><ProjectReference Include="Lost\\Lost.csproj" />';
  assert.equal(outcomeOf(web(net10, gone)).kind, 'generated');
});

test('a program of the plain SDK is a worker only where it can be started', () => {
  const plain = (properties: string): Files => ({
    'Quay.csproj': project(net10 + properties, { sdk: '' }),
    'Program.cs': 'Console.WriteLine("quay");\n',
  });
  const made = generated(plain('<OutputType>Exe</OutputType>'));
  assert.equal(made.candidate.recipe.id, 'dotnet-worker');
  for (const output of [
    '',
    '<OutputType>Library</OutputType>',
    '<OutputType>WinExe</OutputType>',
  ]) {
    assertRefused(plain(output), /No project that an image could be made for/);
  }
  assertRefused(
    plain('<OutputType>Exe</OutputType><AssemblyName>$(A)</AssemblyName>'),
    /computes the name of the assembly/,
  );
});
