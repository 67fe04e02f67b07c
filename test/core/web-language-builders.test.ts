import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Builder } from '../../server/src/core/builders/define-builder';
import dotnet from '../../server/src/core/builders/dotnet';
import plain from '../../server/src/core/builders/java-plain';
import php from '../../server/src/core/builders/php-composer';
import ruby from '../../server/src/core/builders/ruby';
import { planSplit } from '../../server/src/core/builders/split-plan';
import { DockerfileModel } from '../../server/src/core/model/model';
import { findSystemSetup } from '../../server/src/core/rewrite/system-setup';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import { splitWith, type Files } from '../harness/split';

type Row = readonly [title: string, text: string, files: Files, expected: RegExp];

/** Each row: what the builder makes of a file matches, or `refused: …`, or `not offered`. */
function testRows(builder: Builder, rows: readonly Row[]): void {
  for (const [title, text, files, expected] of rows) {
    test(title, () => {
      assert.match(splitWith(builder, text, files) ?? 'not offered', expected);
    });
  }
}

describe('sources that were not read', () => {
  const rows: readonly (readonly [
    builder: Builder,
    text: string,
    files: Files,
    unread: string,
    reason: string,
  ])[] = [
    [
      dotnet,
      'FROM mcr.microsoft.com/dotnet/sdk:10.0-noble\nWORKDIR /app\nCOPY . .\nRUN dotnet publish -o /app\nCMD ["dotnet", "Shop.dll"]\n',
      {
        'Shop.csproj':
          '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>',
        'A.cs': '',
      },
      'A.cs',
      'Not every source file of the project could be read.',
    ],
    [
      php,
      'FROM php:8.4-apache\nWORKDIR /app\nCOPY . .\nRUN composer install\n',
      { 'composer.json': '{}', 'index.php': '' },
      'index.php',
      'Not every source file of the project could be read.',
    ],
    [
      php,
      'FROM php:8.4-apache\nWORKDIR /app\nCOPY . .\nRUN composer install\n',
      { 'composer.json': '{}', 'start.sh': '' },
      'start.sh',
      'start.sh runs a program of the build.',
    ],
    [
      ruby,
      'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nRUN bundle install\n',
      { Gemfile: '', 'app.rb': '' },
      'app.rb',
      'Not every source file of the project could be read.',
    ],
    [
      plain,
      'FROM eclipse-temurin:21\nWORKDIR /app\nCOPY . .\nRUN javac -d out A.java\nCMD ["java", "-cp", "out", "A"]\n',
      { 'A.java': '' },
      'A.java',
      'Not every source file of the project could be read.',
    ],
  ];
  for (const [builder, text, files, unread, reason] of rows) {
    test(`${builder.title}: ${unread}`, () => {
      const { texts, ...rest } = toProject(files);
      const known = new Map([...texts].filter(([path]) => path !== unread));
      const model = new DockerfileModel(text, { ...rest, texts: known });
      assert.ok(model.target !== undefined);
      const split = planSplit([builder], model, model.target, exampleDay);
      assert.equal(split?.kind === 'refused' ? split.reason : split?.kind, reason);
    });
  }
});

describe('system packages of the runtime stage', () => {
  const rows: readonly (readonly [
    title: string,
    text: string,
    expected: RegExp,
    added?: readonly string[],
  ])[] = [
    ['nothing on Alpine', 'FROM alpine:3.23', /^\[\]$/],
    [
      'programs and libraries of Alpine',
      'FROM alpine:3.23\nRUN apk add tini libpq-dev make libstdc++',
      /libpq libstdc\+\+ tini/,
    ],
    ['a compiler of Alpine', 'FROM alpine:3.23\nRUN apk add g++', /libgcc libstdc\+\+/],
    [
      'headers that are not known',
      'FROM alpine:3.23\nRUN apk add frob-dev',
      /of the package "frob-dev"/,
    ],
    ['a package file of Alpine', 'FROM alpine:3.23\nRUN apk add ./x.apk', /package "\.\/x\.apk"/],
    [
      'a program that is not known',
      'FROM alpine:3.23\nRUN apk add frob',
      /What the program needs.*"frob"/,
    ],
    [
      'a library by its name in Debian',
      'FROM alpine:3.23',
      /^Which library of the system the dependencies need/,
      ['libpq5'],
    ],
    ['a compiler of Fedora', 'FROM fedora:43\nRUN dnf install -y gcc', /^\[\]$/],
    [
      'a library of Fedora',
      'FROM fedora:43\nRUN dnf install -y libpq',
      /package "libpq" when it runs/,
    ],
    ['no system', 'FROM scratch', /^\[\]$/],
    ['an image that is not known', 'FROM example.org/x:1', /^\[\]$/],
    [
      'an older Debian',
      'FROM debian:12\nRUN apt-get install -y libpq-dev',
      /libmariadb3 libpq5/,
      ['libmariadb3'],
    ],
    [
      'Debian that is not kept up',
      'FROM debian:10\nRUN apt-get install -y libpq-dev',
      /^Which release of Debian/,
    ],
  ];
  for (const [title, text, expected, added = []] of rows) {
    test(title, () => {
      const model = new DockerfileModel(`${text}\n`, toProject({}));
      assert.ok(model.target !== undefined);
      const setup = findSystemSetup(model, model.target, true, { added });
      assert.match(typeof setup === 'string' ? setup : JSON.stringify(setup), expected);
    });
  }
});

describe('builder: Ruby, images and commands', () => {
  const files: Files = { Gemfile: "gem 'sinatra'\n", 'app.rb': 'run App' };
  const text = dockerfile`
    FROM ruby:3.4
    RUN apt-get update && apt-get install -y build-essential
    WORKDIR /app
    COPY . .
    RUN bundle install
    CMD ["bundle", "exec", "rackup"]
  `;
  const slim = text.replace('ruby:3.4', 'ruby:3.4-slim');
  const made = /^FROM ruby:3\.4-slim\nWORKDIR \/app\n/m;
  testRows(ruby, [
    ['gems alone', text.replace('bundle install', 'gem install rack'), files, /^not offered$/],
    ['no version', text.replace('ruby:3.4', 'ruby'), files, /^refused: The tag names no version/],
    ['slim without a compiler', slim.replace(/RUN apt.*\n/, ''), files, /^not offered$/],
    [
      'slim with a compiler, whatever the gems are',
      slim,
      { ...files, Gemfile: "gem 'rmagick'\n", 'app.rb': 'system("convert a b")' },
      made,
    ],
    [
      'Alpine with headers',
      text.replace('3.4', '3.4-alpine').replace(/RUN apt.*/, 'RUN apk add postgresql-dev'),
      files,
      /^FROM ruby:3\.4-alpine\nRUN apk add --no-cache libpq\n/m,
    ],
    [
      'a package that is not known',
      text.replace('build-essential', 'build-essential frobnicate'),
      files,
      /^refused: Whether the program needs the package "frobnicate"/,
    ],
    [
      'a release of Debian that is not kept up',
      text.replace('ruby:3.4', 'ruby:3.1-bullseye'),
      { ...files, Gemfile: "gem 'pg'\n" },
      /^refused: Which release of Debian/,
    ],
    [
      'a working directory that is not known',
      text.replace('WORKDIR /app', 'ARG PLACE\nWORKDIR /$PLACE'),
      files,
      /^refused: The Gemfile of the project could not be read/,
    ],
    [
      '--gemfile without a value',
      text.replace('bundle install', 'bundle install --gemfile'),
      files,
      /^refused: Bundler works on another folder/,
    ],
    [
      'settings for every project',
      text.replace('bundle install', 'bundle config --global frozen 1 && bundle install'),
      files,
      /COPY --from=build \/root\/\.bundle \/root\/\.bundle\n/,
    ],
    [
      'gems in the folder of an ENV',
      text.replace('COPY . .', 'ENV BUNDLE_PATH=/app/gems\nCOPY . .'),
      files,
      /COPY --from=build \/app \/app\n/,
    ],
    [
      'Bundler by RubyGems, and bundle without a verb',
      text.replace('bundle install', 'gem install bundler && bundle && bundle install'),
      files,
      made,
    ],
    [
      'a gem that is made',
      text.replace('bundle install', 'bundle install && gem build shop.gemspec'),
      files,
      /^refused: What "gem build shop\.gemspec" leaves behind/,
    ],
    [
      'assets of Rails',
      text.replace('bundle install', 'bundle install && bundle exec rails assets:precompile'),
      files,
      made,
    ],
    [
      'Rails by itself',
      text.replace('bundle install', 'bundle install && rails db:migrate'),
      files,
      /^refused: What "rails db:migrate" leaves behind/,
    ],
    [
      'a command that a variable holds',
      text.replace('bundle install', 'bundle install && $AFTER_INSTALL'),
      files,
      /^refused: Whether the program needs what "\$AFTER_INSTALL" does/,
    ],
    [
      'an archive from the network',
      text.replace('COPY . .', 'COPY . .\nADD https://example.org/a.tar /app/'),
      files,
      /^refused: What the ADD on line 5 brings/,
    ],
    [
      'a path of the system',
      text,
      { ...files, 'app.rb': 'File.read("/usr/share/dict/words")' },
      /^refused: app\.rb names \/usr\/share\/dict\/words, which the slim image may lack/,
    ],
    [
      'a main process that a variable names',
      text.replace(/CMD.*/, 'CMD $START'),
      files,
      /^FROM ruby:3\.4-slim\n/m,
    ],
    [
      'a source that is not read',
      text,
      { Gemfile: "gem 'sinatra'\n", 'Rakefile.rb/x.rb': 'exec("git")' },
      /^refused: Rakefile\.rb\/x\.rb may start a program/,
    ],
  ]);
});

describe('builder: PHP, set-up of the image', () => {
  const files: Files = { 'composer.json': '{}', 'public/index.php': '<?php echo 1;' };
  const text = dockerfile`
    FROM php:8.4-apache
    RUN apt-get update && apt-get install -y libzip-dev && docker-php-ext-install zip
    COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
    WORKDIR /var/www/html
    COPY . .
    RUN composer install --no-dev
  `;
  const made =
    /^FROM php:8\.4-apache\nRUN apt-get update && apt-get install -y libzip-dev && docker/m;
  testRows(php, [
    ['no install', text.replace('install --no-dev', '--version'), files, /^not offered$/],
    [
      'one package by its name',
      text.replace('composer install --no-dev', 'composer require monolog/monolog'),
      files,
      /^not offered$/,
    ],
    [
      'a working directory that is not known',
      text.replace('WORKDIR /var/www/html', 'ARG PLACE\nWORKDIR /$PLACE'),
      files,
      /^refused: The composer\.json of the project could not be read/,
    ],
    [
      'an archive from the network',
      text.replace('COPY . .', 'COPY . .\nADD https://example.org/a.zip /tmp/'),
      files,
      /^refused: What the ADD on line 6 brings/,
    ],
    [
      'owners are set below the install',
      `${text}RUN chown -R www-data: storage\n`,
      files,
      /COPY --from=build \/var\/www\/html \/var\/www\/html\n\nRUN chown -R www-data: storage\n$/,
    ],
    [
      'a health check',
      `${text}HEALTHCHECK CMD curl -f http://localhost/\nCMD $START\n`,
      files,
      made,
    ],
    [
      'a health check by Git',
      `${text}HEALTHCHECK CMD git --version\n`,
      files,
      /^refused: The container runs a program of the build/,
    ],
    [
      'a command of a variable',
      text.replace('RUN composer', 'RUN $BEFORE; composer'),
      files,
      /^refused: Whether the program needs what "\$BEFORE" does/,
    ],
    [
      'a command of a variable below the install',
      `${text}RUN $AFTER\n`,
      files,
      /^refused: Whether the program needs what "\$AFTER" does/,
    ],
    [
      'a command of a variable in the set-up',
      text.replace('docker-php', '$BEFORE; docker-php'),
      files,
      /^refused: Whether the program needs what "\$BEFORE" does/,
    ],
    [
      'a package below the install',
      `${text}RUN apt-get update && apt-get install -y libpq-dev\n`,
      files,
      /RUN apt-get update && apt-get install -y libpq-dev\n[^]*apt-get install -y libpq-dev\n/,
    ],
    [
      'Composer updates itself',
      text.replace('composer install', 'composer self-update && composer install'),
      files,
      /^refused: What "composer self-update" leaves behind/,
    ],
    [
      'its version is printed',
      text.replace('composer install', 'composer --version && composer install'),
      files,
      made,
    ],
    [
      'a package file',
      text.replace('RUN composer', 'RUN apt-get install -y ./tool.deb\nRUN composer'),
      files,
      /RUN apt-get install -y \.\/tool\.deb\n/,
    ],
    [
      'an ARG that the set-up reads',
      text
        .replace('RUN apt', 'ARG EXTENSION=zip\nRUN apt')
        .replace('install zip', 'install $EXTENSION'),
      files,
      /^refused: The RUN on line 3 builds and sets up the image together/,
    ],
    [
      'an ENV that the set-up reads',
      text
        .replace('RUN apt', 'ENV EXTENSION=zip\nRUN apt')
        .replace('install zip', 'install ${EXTENSION}'),
      files,
      /docker-php-ext-install \$\{EXTENSION\}\n/,
    ],
    [
      'settings of Apache are changed',
      text.replace('RUN composer', 'RUN sed -i s/80/8080/ /etc/apache2/ports.conf\nRUN composer'),
      files,
      /RUN sed -i s\/80\/8080\/ \/etc\/apache2\/ports\.conf\n[^]*RUN sed -i s\/80/,
    ],
    [
      'a file of the project is changed',
      text.replace('RUN composer', 'RUN sed -i s/a/b/ /var/www/html/.env $FILE\nRUN composer'),
      files,
      /^(?![^]*RUN sed[^]*RUN sed)FROM/,
    ],
    [
      'an index that another package manager fetches',
      text
        .replace('php:8.4-apache', 'php:8.4-alpine')
        .replace(/RUN apt.*/, 'RUN apk add --no-cache libzip-dev && docker-php-ext-install zip'),
      files,
      /^FROM php:8\.4-alpine\nRUN apk add --no-cache libzip-dev/m,
    ],
    [
      'a program of another language',
      text.replace('php:8.4-apache', 'ruby:3.4'),
      files,
      /^not offered$/,
    ],
  ]);
});

describe('builder: .NET, what is published', () => {
  const web =
    '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>';
  const library = web.replace('.Web"', '"');
  const files: Files = { 'Shop/Shop.csproj': web, 'Shop/Program.cs': 'var app = 1;' };
  const text = dockerfile`
    FROM mcr.microsoft.com/dotnet/sdk:10.0-noble
    WORKDIR /src
    COPY . .
    RUN dotnet publish Shop -c Release -o /app
    WORKDIR /app
    ENTRYPOINT ["dotnet", "Shop.dll"]
  `;
  const made = /^FROM mcr\.microsoft\.com\/dotnet\/aspnet:10\.0-noble\n/m;
  function referring(...paths: readonly string[]): string {
    const items = paths.map((path) => `<ProjectReference Include="${path}"/>`).join('');
    return library.replace('</PropertyGroup>', `</PropertyGroup><ItemGroup>${items}</ItemGroup>`);
  }
  testRows(dotnet, [
    ['only a build', text.replace('publish', 'build'), files, /^not offered$/],
    ['no launcher', text.replace('-o', '-p:UseAppHost=false -o'), files, made],
    ['not with its own runtime', text.replace('-o', '--self-contained false -o'), files, made],
    [
      'with its own runtime',
      text.replace('-o', '--self-contained -o'),
      files,
      /^refused: The folder that dotnet publish fills/,
    ],
    [
      'nothing is started',
      text.replace(/ENTRYPOINT.*\n/, ''),
      files,
      /^refused: The container does not start what dotnet publish makes/,
    ],
    [
      'a program of the PATH',
      text.replace('"dotnet", "Shop.dll"', '"shop"'),
      files,
      /^refused: The container does not start what dotnet publish makes/,
    ],
    [
      'dotnet alone',
      text.replace('"dotnet", "Shop.dll"', '"dotnet"'),
      files,
      /^refused: The container does not start what dotnet publish makes/,
    ],
    [
      'a package that is not known',
      text.replace(
        'WORKDIR /src',
        'RUN apt-get update && apt-get install -y frobnicate\nWORKDIR /src',
      ),
      files,
      /^refused: Whether the program needs the package "frobnicate"/,
    ],
    [
      'a copy between the build and a later RUN',
      text.replace(
        'WORKDIR /app',
        'COPY seed /app/seed\nRUN dotnet nuget locals all --clear\nWORKDIR /app',
      ),
      { ...files, 'seed/a.json': '' },
      /^refused: Files are copied between the build and a later RUN/,
    ],
    [
      'a copy below the build',
      text.replace('WORKDIR /app', 'COPY seed /app/seed\nWORKDIR /app'),
      { ...files, 'seed/a.json': '' },
      made,
    ],
    ['no tag', text.replace(':10.0-noble', ''), files, /^refused: The SDK image has another port/],
    [
      'the newest SDK',
      text.replace('10.0-noble', 'latest'),
      files,
      /^refused: The SDK image has another port/,
    ],
    [
      'a system without a runtime image that is known',
      text.replace('10.0-noble', '10.0-frob'),
      files,
      /^not offered$/,
    ],
    [
      'projects that refer to each other',
      text,
      {
        ...files,
        'Shop/Shop.csproj': referring('../Core/Core.csproj'),
        'Core/Core.csproj': referring('../Shop/Shop.csproj'),
      },
      /^FROM mcr\.microsoft\.com\/dotnet\/runtime:10\.0-noble\n/m,
    ],
    [
      'a project in the root folder',
      text.replace('publish Shop', 'publish Shop.csproj'),
      {
        'Shop.csproj': referring('Core/Core.csproj'),
        'Core/Core.csproj': library,
        'Program.cs': '',
      },
      /^FROM mcr\.microsoft\.com\/dotnet\/runtime:10\.0-noble\n/m,
    ],
    [
      'a reference to a project that is not there',
      text,
      { ...files, 'Shop/Shop.csproj': referring('../Core/Core.csproj') },
      made,
    ],
    [
      'a reference by a drive of Windows',
      text,
      { ...files, 'Shop/Shop.csproj': referring('C:/Core/Core.csproj') },
      made,
    ],
    [
      'two projects of one name',
      text,
      { ...files, 'Old/Shop.csproj': web },
      /^refused: Which project makes Shop/,
    ],
  ]);
});
