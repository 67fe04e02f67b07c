import type { Sourced } from './sourced';

/** An image that its owner gave up or moved. */
export interface RetiredImage extends Sourced {
  /** Matches the normalised repository. */
  readonly repository: RegExp;
  /** Tags that are meant; every tag when absent. */
  readonly tag?: RegExp;
  readonly reason: string;
  /** What to use in its place, as a text for people. */
  readonly successor: string;
  /** The repository that has the same tags; groups of `repository` may stand in it. */
  readonly moved?: string;
}

const checked = '2026-11-22';
const official = 'docker-library/docs: deprecation notice of the image';
const known = 'general knowledge, no document read';
const java = 'eclipse-temurin or amazoncorretto';

export const retiredImages: readonly RetiredImage[] = [
  {
    repository: /^docker\.io\/library\/openjdk$/,
    // Early access builds of the next Java are still published there.
    tag: /^(?!.*-ea\b)(?:[1-9]|1\d|2[0-5])(?:\D|$)/,
    reason: 'gets no release builds since 2022',
    successor: java,
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/library\/java$/,
    reason: 'was given up in 2016',
    successor: java,
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/(?:library\/adoptopenjdk|adoptopenjdk\/[\w-]+)$/,
    reason: 'ended when AdoptOpenJDK became Eclipse Temurin in 2021',
    successor: 'eclipse-temurin',
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/library\/centos$/,
    tag: /^(?:latest|centos)$/,
    reason: 'was given up, and its last release ended in 2021',
    successor: 'almalinux, rockylinux or a UBI image',
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/microsoft\/(?:dotnet|aspnetcore|aspnetcore-build)$/,
    reason: 'moved to the registry of Microsoft in 2019',
    successor: 'mcr.microsoft.com/dotnet/sdk, aspnet or runtime',
    source: known,
    checked,
  },
  {
    repository: /^mcr\.microsoft\.com\/dotnet\/core\/(sdk|aspnet|runtime|runtime-deps)$/,
    reason: 'gets no releases since .NET 5',
    successor: 'the repository without "core"',
    moved: 'mcr.microsoft.com/dotnet/$1',
    source: known,
    checked,
  },
  {
    repository: /^docker\.io\/library\/vault$/,
    reason: 'gets no releases since 1.14',
    successor: 'hashicorp/vault',
    moved: 'hashicorp/vault',
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/library\/consul$/,
    reason: 'gets no releases since 1.16',
    successor: 'hashicorp/consul',
    moved: 'hashicorp/consul',
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/library\/jenkins$/,
    reason: 'was given up in 2018',
    successor: 'jenkins/jenkins',
    source: official,
    checked,
  },
  {
    repository: /^docker\.io\/bitnami\/(?!minideb)[\w-]+$/,
    tag: /^(?!latest$)/,
    reason: 'lost its versioned tags in 2025; the old ones are in bitnamilegacy and get no fixes',
    successor: 'the official image of the program',
    source: 'https://github.com/bitnami/containers/issues/83267',
    checked,
  },
  {
    repository: /^docker\.io\/bitnamilegacy\/[\w-]+$/,
    reason: 'holds old images of Bitnami that get no fixes',
    successor: 'the official image of the program',
    source: 'https://github.com/bitnami/containers/issues/83267',
    checked,
  },
  {
    repository: /^k8s\.gcr\.io\/(.+)$/,
    reason: 'was frozen in 2023',
    successor: 'registry.k8s.io',
    moved: 'registry.k8s.io/$1',
    source: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
    checked,
  },
  {
    repository: /^docker\.io\/jboss\/keycloak$/,
    reason: 'moved in 2022',
    successor: 'quay.io/keycloak/keycloak',
    source: known,
    checked,
  },
  {
    repository: /^docker\.io\/jboss\/wildfly$/,
    reason: 'moved in 2022',
    successor: 'quay.io/wildfly/wildfly',
    source: known,
    checked,
  },
];
