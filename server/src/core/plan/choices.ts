/** The families of base images that a person can ask for. */
export const baseFamilies = ['slim', 'alpine', 'distroless', 'dhi', 'chainguard'] as const;

export type BaseFamily = (typeof baseFamilies)[number];

export const baseFamilyTitles: Readonly<Record<BaseFamily, string>> = {
  slim: 'Debian slim: the official image, with a shell and apt',
  alpine: 'Alpine: small, musl instead of glibc',
  distroless: 'Distroless: Debian without shell and package manager',
  dhi: 'Docker Hardened Images: no shell; free, after docker login dhi.io',
  chainguard: 'Chainguard: no shell; only the latest version is free',
};

/** What a person decides; the rest follows from the project. */
export interface Choices {
  /** Undefined: what the recipe prefers for this project. */
  readonly base?: BaseFamily;
  /** Undefined: the one the project names. */
  readonly port?: number;
  /** Path that answers while the program lives; undefined: the one the project declares. */
  readonly healthPath?: string;
  /** Path that answers while the program can work; undefined: the one the project declares. */
  readonly readyPath?: string;
  /** Name of image and service; undefined: that of the project. */
  readonly name?: string;
  /** The day of the request, ISO date: what is supported depends on it. */
  readonly today: string;
}

export type BaseChoices = Choices & { readonly base: BaseFamily };
