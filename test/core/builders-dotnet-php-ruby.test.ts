import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import dotnet from '../../server/src/core/builders/dotnet';
import php from '../../server/src/core/builders/php-composer';
import ruby from '../../server/src/core/builders/ruby';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { runtimeStage, splitWith, type Files } from '../harness/split';

describe('builder: .NET', () => {
  const web =
    '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>';
  const files: Files = { 'Shop/Shop.csproj': web, 'Shop/Program.cs': 'var app = 1;' };
  const text = dockerfile`
    FROM mcr.microsoft.com/dotnet/sdk:10.0-noble
    WORKDIR /src
    COPY . .
    RUN dotnet publish Shop -c Release -o /app
    WORKDIR /app
    ENTRYPOINT ["dotnet", "Shop.dll"]
  `;

  test('ASP.NET', () => {
    assert.equal(
      runtimeStage(splitWith(dotnet, text, files)),
      dockerfile`
        FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
        WORKDIR /src
        COPY --from=build /app /app

        WORKDIR /app
        ENTRYPOINT ["dotnet", "Shop.dll"]
      `,
    );
  });

  test('a program without ASP.NET, by its own name', () => {
    const worker = web
      .replace('.Web"', '"')
      .replace(
        '</PropertyGroup>',
        '<AssemblyName>Worker</AssemblyName></PropertyGroup><ItemGroup><PackageReference Include="Dapper"/></ItemGroup>',
      );
    const named = text.replace('"dotnet", "Shop.dll"', '"./Worker"');
    assert.match(
      runtimeStage(splitWith(dotnet, named, { ...files, 'Shop/Shop.csproj': worker })),
      /^FROM mcr.microsoft.com\/dotnet\/runtime:10\.0-noble\n/,
    );
    const other = worker.replace('Dapper', 'Hangfire');
    assert.match(
      runtimeStage(splitWith(dotnet, named, { ...files, 'Shop/Shop.csproj': other })),
      /^FROM mcr.microsoft.com\/dotnet\/aspnet:/,
    );
  });

  test('a project that refers to one with ASP.NET', () => {
    const app = web
      .replace('.Web"', '"')
      .replace(
        '</PropertyGroup>',
        '</PropertyGroup><ItemGroup><ProjectReference Include="..\\Web\\Web.csproj"/></ItemGroup>',
      );
    const both = { ...files, 'Shop/Shop.csproj': app, 'Web/Web.csproj': web };
    assert.match(runtimeStage(splitWith(dotnet, text, both)), /aspnet:10/);
  });

  const refusals: readonly (readonly [
    title: string,
    text: string,
    files: Files,
    reason: RegExp,
  ])[] = [
    ['no output', text.replace(' -o /app', ''), files, /folder that dotnet publish fills/],
    [
      'one system',
      text.replace('-o', '-r linux-x64 -o'),
      files,
      /folder that dotnet publish fills/,
    ],
    [
      'dotnet run',
      text.replace('"Shop.dll"', '"run"'),
      files,
      /does not start what dotnet publish makes/,
    ],
    [
      'another folder',
      text.replace('WORKDIR /app\n', '').replace('Shop.dll', '/app/Shop.dll'),
      files,
      /does not run in the folder/,
    ],
    [
      'another version',
      text.replace('sdk:10.0-noble', 'sdk:9.0'),
      files,
      /does not say that it is made for \.NET 9/,
    ],
    ['an old version', text.replace('sdk:10.0-noble', 'sdk:6.0'), files, /another port/],
    ['Alpine without cultures', text.replace('-noble', '-alpine'), files, /no cultures/],
    [
      'its own runtime',
      text,
      {
        ...files,
        'Shop/Shop.csproj': web.replace(
          '</PropertyGroup>',
          '<SelfContained>true</SelfContained></PropertyGroup>',
        ),
      },
      /its own runtime/,
    ],
    ['no project', text, { 'Shop/Program.cs': '' }, /Which project makes Shop/],
    [
      'curl',
      text.replace('ENTRY', 'HEALTHCHECK CMD curl http://localhost\nENTRY'),
      files,
      /runs curl/,
    ],
    [
      'other programs',
      text,
      { ...files, 'Shop/A.cs': 'Process.Start("git");' },
      /may start a program/,
    ],
  ];
  for (const [title, source, project, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.match(splitWith(dotnet, source, project) ?? 'not offered', reason);
    });
  }
});

describe('builder: PHP with Composer', () => {
  const files: Files = {
    'composer.json': '{ "require": { "php": ">=8.2" } }',
    'public/index.php': '<?php echo 1;',
  };
  const text = dockerfile`
    FROM php:8.4-apache
    RUN apt-get update && apt-get install -y git unzip
    RUN apt-get update && apt-get install -y libzip-dev && docker-php-ext-install zip
    COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
    ENV COMPOSER_ALLOW_SUPERUSER=1
    RUN a2enmod rewrite
    WORKDIR /var/www/html
    COPY . .
    RUN composer install --no-dev
  `;

  test('Composer and its helpers stay behind, the set-up is done again', () => {
    assert.equal(
      runtimeStage(splitWith(php, text, files)),
      dockerfile`
        FROM php:8.4-apache
        RUN apt-get update && apt-get install -y libzip-dev && docker-php-ext-install zip
        RUN a2enmod rewrite
        WORKDIR /var/www/html
        COPY --from=build /var/www/html /var/www/html
      `,
    );
  });

  test('the installer of Composer', () => {
    const fetched = text.replace(
      /COPY --from.*/,
      'RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin',
    );
    assert.doesNotMatch(runtimeStage(splitWith(php, fetched, files)), /getcomposer/);
  });

  const refusals: readonly (readonly [
    title: string,
    text: string,
    files: Files,
    reason: RegExp,
  ])[] = [
    [
      'a program that starts others',
      text,
      { ...files, 'a.php': '<?php exec("git log");' },
      /may start Composer/,
    ],
    ['no manifest', text, { 'index.php': '' }, /composer\.json of the project/],
    [
      'a script of the project',
      text.replace(' --no-dev', ' && php artisan migrate'),
      files,
      /What "php artisan migrate"/,
    ],
    [
      'a script that needs Git',
      text,
      { ...files, 'docker-entrypoint.sh': 'composer install' },
      /runs a program of the build/,
    ],
    [
      'Composer as main process',
      `${text}CMD ["composer", "serve"]\n`,
      files,
      /runs a program of the build/,
    ],
    [
      'an index of its own',
      text.replace(
        'apt-get update && apt-get install -y libzip-dev && docker',
        'apt-get install -y libzip-dev && docker',
      ),
      files,
      /index is fetched/,
    ],
    [
      'set-up and build at once',
      text.replace('composer install', 'a2enmod headers && composer install'),
      files,
      /builds and sets up/,
    ],
    [
      'a program that is not known',
      text.replace('a2enmod', 'install-things'),
      files,
      /Whether the program needs/,
    ],
  ];
  for (const [title, source, project, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.match(splitWith(php, source, project) ?? 'not offered', reason);
    });
  }
});

describe('builder: Ruby with Bundler', () => {
  const files: Files = {
    Gemfile: "source 'https://rubygems.org'\ngem 'sinatra'\ngem 'pg'\n",
    'app.rb': 'run App',
  };
  const text = dockerfile`
    FROM ruby:3.4
    RUN apt-get update && apt-get install -y build-essential
    WORKDIR /app
    COPY . .
    RUN bundle install
    CMD ["bundle", "exec", "rackup"]
  `;

  test('the gems and the libraries they need', () => {
    assert.equal(
      runtimeStage(splitWith(ruby, text, files)),
      dockerfile`
        FROM ruby:3.4-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends libpq5 \
            && rm -rf /var/lib/apt/lists/*
        WORKDIR /app
        COPY --from=build /usr/local/bundle /usr/local/bundle
        COPY --from=build /app /app

        CMD ["bundle", "exec", "rackup"]
      `,
    );
  });

  test('a library is preloaded once its package is there', () => {
    const preloading = text
      .replace('build-essential', 'build-essential libjemalloc2')
      .replace('WORKDIR', 'ENV LD_PRELOAD=libjemalloc.so.2\nENV RUBY_YJIT_ENABLE=1\nWORKDIR');
    assert.match(
      runtimeStage(splitWith(ruby, preloading, files)),
      /slim\nENV RUBY_YJIT_ENABLE=1\nRUN [^]*libjemalloc2 libpq5[^]*lists\/\*\nENV LD_PRELOAD=\S+\nWORKDIR/,
    );
  });

  test('the Gemfile of the working directory by its name', () => {
    const named = text.replace('bundle install', 'bundle install --gemfile=/app/Gemfile');
    assert.match(splitWith(ruby, named, files) ?? 'not offered', /^FROM ruby:[\w.-]*slim/m);
  });

  test('gems below the project', () => {
    const own = text.replace(
      'bundle install',
      'bundle config set path vendor/bundle && bundle install',
    );
    assert.doesNotMatch(runtimeStage(splitWith(ruby, own, files)), /usr\/local\/bundle/);
  });

  const refusals: readonly (readonly [
    title: string,
    text: string,
    files: Files,
    reason: RegExp,
  ])[] = [
    [
      'a gem that is not known',
      text,
      { ...files, Gemfile: "gem 'rmagick'\n" },
      /Whether the gem rmagick/,
    ],
    [
      'a gem from Git',
      text,
      { ...files, Gemfile: "gem 'puma', github: 'puma/puma'\n" },
      /Where the gem puma comes from/,
    ],
    [
      'a computed list',
      text,
      { ...files, Gemfile: "eval_gemfile 'x'\n" },
      /not understood as a whole/,
    ],
    ['no Gemfile', text, { 'app.rb': '' }, /Gemfile of the project could not be read/],
    [
      'other programs',
      text,
      { ...files, 'app.rb': 'system("convert a b")' },
      /may start a program/,
    ],
    [
      'a task of the project',
      text.replace('CMD', 'RUN bundle exec rake db:seed\nCMD'),
      files,
      /What "bundle exec rake db:seed"/,
    ],
    [
      'a script',
      text.replace(/CMD.*/, 'ENTRYPOINT ["./entrypoint.sh"]'),
      files,
      /What entrypoint\.sh runs/,
    ],
    ['curl', text.replace('CMD', 'HEALTHCHECK CMD curl http://localhost\nCMD'), files, /runs curl/],
    [
      'another folder',
      text.replace('bundle install', 'bundle install --gemfile=x/Gemfile'),
      files,
      /another folder/,
    ],
  ];
  for (const [title, source, project, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.match(splitWith(ruby, source, project) ?? 'not offered', reason);
    });
  }
});
