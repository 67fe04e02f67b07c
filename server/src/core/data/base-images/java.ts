import type { Account, ImageFamily, ImageVariant } from '../image-facts';
import type { Sourced } from '../sourced';
import {
  alpine,
  amazonLinux,
  debian,
  enterpriseLinux,
  enterpriseLinuxMinimal,
  nanoServer,
  type SystemFacts,
  tags,
  ubuntu,
  ubuntuWithAccount,
  windowsServer,
} from './systems';

/** Ubuntu from 24.04 on; a bare `21-jre` has been on one of these since 2024. */
const newUbuntu = 'noble|resolute';
const oldUbuntu = 'focal|jammy';

const temurin: Sourced & Pick<ImageVariant, 'entrypoint'> = {
  entrypoint: ['/__cacert_entrypoint.sh'],
  source: 'adoptium/containers: 21/{jdk,jre}/{ubuntu,alpine,ubi}/*/Dockerfile',
  checked: '2026-08-05',
};
const newJava = '(?:11|1[6-9]|2\\d)';
/** `21.0.8_9`, `8u502-b07`: say nothing about the Ubuntu release of their day. */
const newBuild = '(?:11|1[6-9]|2\\d)[\\d.]*_\\d+';
const oldBuild = '8u\\d+-b\\d+';
const anyJava = `(?:8|${newJava}|${newBuild}|${oldBuild})`;
const kit = '(?:-(?:jdk|jre))?';

const corretto: Sourced = {
  source: 'corretto/corretto-docker: 21/jdk/{al2023,al2-generic,alpine}/Dockerfile',
  checked: '2026-04-27',
};

const maven: Sourced & Pick<ImageVariant, 'entrypoint' | 'command'> = {
  entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'],
  command: ['mvn'],
  source: 'carlossg/docker-maven: eclipse-temurin-21-{noble,alpine}/Dockerfile',
  checked: '2026-08-05',
};
const mavenVersion = '(?:\\d+(?:\\.\\d+){0,2}(?:-(?:alpha|beta|rc)-\\d+)?)';

const gradleAccount: Account = {
  name: 'gradle',
  uid: 1000,
  group: 'gradle',
  gid: 1000,
  home: '/home/gradle',
};
const gradle: Sourced & Pick<ImageVariant, 'accounts' | 'command' | 'workdir'> = {
  accounts: [gradleAccount],
  command: ['gradle'],
  workdir: '/home/gradle',
  source: 'gradle/docker-gradle: jdk21-{noble,jammy,alpine}/Dockerfile',
  checked: '2026-06-26',
};
const gradleVersion = '(?:(?:[6-9]|[1-9]\\d)(?:\\.\\d+){0,2})';
const jdk = '(?:jdk(?:\\d+)?)';

const lateOpenjdk = '(?:1[7-9]|2\\d)[\\d.]*(?:-(?:ea|rc)[-+\\d]*)?(?:-jdk)?';
const openjdk: Sourced & Pick<ImageVariant, 'command'> = {
  command: ['jshell'],
  source: 'docker-library/openjdk: 28/{trixie,slim-trixie,oraclelinux9}/Dockerfile',
  checked: '2026-08-19',
};
const oldOpenjdk: Sourced & Pick<ImageVariant, 'command'> = {
  command: ['bash'],
  source: 'docker-library/openjdk: {8,11}/{jdk,jre}/{,slim-}bullseye/Dockerfile before its removal',
  checked: '2022-08-16',
};
const oldOpenjdkName = '(?:-(?:buster|bullseye))?';

/** Java 8 has no `jshell`; nor have the runtimes. */
function temurinVariants(
  kit: string,
  command: readonly string[] | undefined,
): readonly ImageVariant[] {
  const withCommand = (versions: string, given: readonly string[] | undefined) => {
    const own = { ...temurin, ...(given === undefined ? {} : { command: given }) };
    const any = `(?:${versions})${kit}`;
    const onUbuntu: Pick<ImageVariant, 'tools'> = { tools: ['bash', 'curl', 'perl', 'wget'] };
    const variants: readonly ImageVariant[] = [
      {
        ...alpine,
        ...own,
        tag: tags(`${any}-alpine(?:-3\\.\\d+)?`),
        uncertainTools: ['bash'],
      },
      {
        ...enterpriseLinuxMinimal,
        ...own,
        tag: tags(`${any}-ubi(?:9|10)-minimal`),
        accountTool: 'shadow',
        tools: ['bash', 'wget'],
        uncertainTools: ['curl'],
      },
      { ...ubuntu, ...own, ...onUbuntu, tag: tags(`${any}-(?:${oldUbuntu})`) },
      { ...ubuntuWithAccount, ...own, ...onUbuntu, tag: tags(`${any}-(?:${newUbuntu})`) },
    ];
    return variants;
  };
  const bare = (versions: string, system: SystemFacts, given: readonly string[] | undefined) => {
    const variant: ImageVariant = {
      ...system,
      ...temurin,
      ...(given === undefined ? {} : { command: given }),
      tag: tags(`(?:${versions})${kit}`),
      tools: ['bash', 'curl', 'perl', 'wget'],
    };
    return variant;
  };
  return [
    ...withCommand(`${newJava}|${newBuild}`, command),
    ...withCommand(`8|${oldBuild}`, undefined),
    bare(newJava, ubuntuWithAccount, command),
    bare('8', ubuntuWithAccount, undefined),
    bare(newBuild, ubuntu, command),
    bare(oldBuild, ubuntu, undefined),
  ];
}

export const javaImages: readonly ImageFamily[] = [
  {
    id: 'eclipse-temurin',
    repositories: ['docker.io/library/eclipse-temurin'],
    kind: 'application',
    product: 'java',
    variants: [
      ...temurinVariants('(?:-jdk)?', ['jshell']),
      {
        ...ubuntuWithAccount,
        ...temurin,
        tag: tags('latest'),
        tools: ['bash', 'curl', 'perl', 'wget'],
        command: ['jshell'],
      },
      ...temurinVariants('-jre', undefined),
      {
        ...windowsServer,
        tag: new RegExp(`^${anyJava}${kit}-windowsservercore(?:-(?:1809|ltsc20\\d\\d))?$`),
        shell: 'powershell',
        source: 'adoptium/containers: 21/jdk/windows/windowsservercore-ltsc2022/Dockerfile',
        checked: '2026-08-05',
      },
      {
        ...nanoServer,
        tag: new RegExp(`^${anyJava}${kit}-nanoserver(?:-(?:1809|ltsc20\\d\\d))?$`),
        source: 'adoptium/containers: 21/jdk/windows/nanoserver-ltsc2022/Dockerfile',
        checked: '2026-08-05',
      },
    ],
  },
  {
    id: 'amazoncorretto',
    repositories: [
      'docker.io/library/amazoncorretto',
      'public.ecr.aws/amazoncorretto/amazoncorretto',
    ],
    kind: 'application',
    product: 'corretto',
    variants: [
      {
        ...alpine,
        ...corretto,
        tag: tags('\\d+[\\du.]*-alpine(?:3\\.\\d+)?(?:-(?:jdk|jre|full))?'),
        command: ['/bin/sh'],
      },
      {
        ...amazonLinux,
        ...corretto,
        tag: tags(
          '\\d+[\\du.]*-al2(?:-(?:full|jdk|generic(?:-jdk)?|native-(?:jdk|jre|headless|headful)))?',
        ),
        packageManager: 'yum',
        tools: ['bash', 'curl', 'python'],
        command: ['/bin/bash'],
      },
      {
        ...amazonLinux,
        ...corretto,
        tag: tags(
          '\\d+[\\du.]*-al2023(?:-(?:jdk|jre|headless|headful))?|latest',
          '(?:8|11|17|2\\d)(?:-(?:jdk|jre|headless|headful))?',
        ),
        command: ['/bin/bash'],
      },
    ],
  },
  {
    id: 'maven',
    repositories: ['docker.io/library/maven'],
    kind: 'toolchain',
    variants: [
      {
        ...alpine,
        ...maven,
        tag: tags(`(?:${mavenVersion}-)?eclipse-temurin-\\d+-alpine`),
        tools: ['bash', 'curl', 'nc', 'wget'],
      },
      {
        ...ubuntuWithAccount,
        ...maven,
        tag: tags(
          `(?:${mavenVersion}-)?eclipse-temurin-\\d+-noble`,
          'latest|3|3\\.9|(?:(?:3|3\\.9)-)?eclipse-temurin(?:-\\d+)?',
        ),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
      },
      {
        ...ubuntu,
        ...maven,
        tag: tags(
          `(?:${mavenVersion}-)?eclipse-temurin(?:-\\d+)?(?:-(?:${oldUbuntu}))?`,
          '3\\.9\\.\\d+|4\\.0\\.0-rc-\\d+',
        ),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
      },
      {
        ...alpine,
        ...maven,
        tag: tags(`(?:${mavenVersion}-)?amazoncorretto-\\d+-alpine`),
        tools: ['bash', 'nc', 'wget'],
        source: 'carlossg/docker-maven: amazoncorretto-21-alpine/Dockerfile',
      },
      {
        ...debian,
        ...maven,
        tag: tags(`(?:${mavenVersion}-)?amazoncorretto-\\d+-debian(?:-(?:bookworm|trixie))?`),
        source: 'carlossg/docker-maven: amazoncorretto-21-debian/Dockerfile',
      },
      {
        ...amazonLinux,
        ...maven,
        tag: tags(`(?:${mavenVersion}-)?amazoncorretto-\\d+-al2023`),
        source: 'carlossg/docker-maven: amazoncorretto-21/Dockerfile',
      },
      {
        ...debian,
        ...maven,
        tag: tags(`${mavenVersion}-openjdk-(?:8|11)-slim(?:-(?:buster|bullseye))?`),
        uncertainTools: ['curl', 'git'],
        source: 'carlossg/docker-maven: openjdk-11-slim/Dockerfile before its removal',
        checked: '2022-09-29',
      },
      {
        ...debian,
        ...maven,
        tag: tags(`${mavenVersion}-openjdk-(?:8|11)`),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
        uncertainTools: ['python', 'python3'],
        source: 'carlossg/docker-maven: openjdk-11/Dockerfile before its removal',
        checked: '2022-09-29',
      },
      {
        ...enterpriseLinuxMinimal,
        ...maven,
        tag: tags(`${mavenVersion}-openjdk-(?:17|18)`),
        accountTool: 'shadow',
        tools: ['bash', 'curl'],
        uncertainTools: ['git', 'perl', 'python3'],
        source: 'carlossg/docker-maven: openjdk-17/Dockerfile before its removal',
        checked: '2022-04-28',
      },
    ],
  },
  {
    id: 'gradle',
    repositories: ['docker.io/library/gradle'],
    kind: 'toolchain',
    variants: [
      {
        ...alpine,
        ...gradle,
        tag: tags(`(?:${gradleVersion}-)?(?:${jdk}-)?alpine`),
        tools: ['curl', 'git', 'nc', 'wget'],
        uncertainTools: ['bash', 'make', 'python3'],
      },
      {
        ...ubuntu,
        ...gradle,
        tag: tags(
          'latest',
          `${gradleVersion}|(?:${gradleVersion}-)?${jdk}`,
          `(?:${gradleVersion}-)?(?:${jdk}-)?(?:${oldUbuntu}|${newUbuntu})`,
        ),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
        uncertainTools: ['make', 'python', 'python3'],
      },
      {
        ...ubuntu,
        ...gradle,
        tag: tags(
          `(?:${gradleVersion}-)?(?:${jdk}-)?graal(?:vm)?(?:-(?:${oldUbuntu}|${newUbuntu}))?`,
        ),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
        uncertainTools: ['gcc', 'make', 'python3'],
      },
    ],
  },
  {
    id: 'openjdk',
    repositories: ['docker.io/library/openjdk'],
    kind: 'application',
    variants: [
      {
        ...alpine,
        tag: tags('8[\\du.]*(?:-(?:jdk|jre))?-alpine(?:3\\.\\d)?'),
        command: ['/bin/sh'],
        source: 'docker-library/openjdk: 8/jdk/alpine/Dockerfile before its removal',
        checked: '2019-05-23',
      },
      {
        ...debian,
        ...oldOpenjdk,
        tag: tags(
          `8[\\du.]*(?:-(?:jdk|jre))?-slim${oldOpenjdkName}`,
          `11[\\d.]*-jre-slim${oldOpenjdkName}`,
        ),
      },
      {
        ...debian,
        ...oldOpenjdk,
        tag: tags(`11[\\d.]*(?:-jdk)?-slim${oldOpenjdkName}`),
        command: ['jshell'],
      },
      {
        ...debian,
        ...oldOpenjdk,
        tag: tags(`(?:8|11)[\\du.]*-jre${oldOpenjdkName}`),
        tools: ['bash', 'curl', 'perl', 'wget'],
      },
      {
        ...debian,
        ...oldOpenjdk,
        tag: tags(`8[\\du.]*(?:-jdk)?${oldOpenjdkName}`),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
        uncertainTools: ['python', 'python3'],
      },
      {
        ...debian,
        ...oldOpenjdk,
        tag: tags(`11[\\d.]*(?:-jdk)?${oldOpenjdkName}`),
        tools: ['bash', 'curl', 'git', 'perl', 'wget'],
        uncertainTools: ['python', 'python3'],
        command: ['jshell'],
      },
      {
        ...debian,
        ...openjdk,
        tag: tags(`${lateOpenjdk}-slim(?:-(?:buster|bullseye|bookworm|trixie))?`),
      },
      {
        ...debian,
        ...openjdk,
        tag: tags(`${lateOpenjdk}-(?:bullseye|bookworm|trixie)`),
        tools: ['bash', 'curl', 'git', 'perl', 'python3', 'wget'],
      },
      {
        ...enterpriseLinux,
        ...openjdk,
        tag: tags(`${lateOpenjdk}(?:-oracle|-oraclelinux(?:8|9|10))?`),
        packageManager: 'microdnf',
        tools: ['bash', 'curl'],
        uncertainTools: ['perl', 'python3'],
      },
    ],
  },
];
