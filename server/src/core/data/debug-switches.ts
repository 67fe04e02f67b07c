/**
 * Environment variables that put a framework into the mode for development.
 * Source: documentation of the frameworks (environment or deployment pages); checked 2026-11-22.
 */
export interface DebugSwitch {
  readonly name: string;
  /** Values for development. */
  readonly value: RegExp;
  /** What to write instead; undefined when that is not one word. */
  readonly production: string | undefined;
  /** What it does, to follow a colon. */
  readonly effect: string;
}

const on = /^(?:1|true|yes|on)$/i;
const development = /^(?:dev|development)$/i;

export const debugSwitches: readonly DebugSwitch[] = [
  {
    name: 'FLASK_DEBUG',
    value: on,
    production: '0',
    effect: 'errors open a console that runs code',
  },
  {
    name: 'FLASK_ENV',
    value: development,
    production: 'production',
    effect: 'errors open a console that runs code',
  },
  {
    name: 'DJANGO_DEBUG',
    value: on,
    production: 'False',
    effect: 'error pages show settings and source code',
  },
  {
    name: 'APP_DEBUG',
    value: on,
    production: 'false',
    effect: 'error pages show settings and source code',
  },
  {
    name: 'ASPNETCORE_ENVIRONMENT',
    value: development,
    production: 'Production',
    effect: 'error pages show source code and the settings for development are read',
  },
  {
    name: 'DOTNET_ENVIRONMENT',
    value: development,
    production: 'Production',
    effect: 'the settings for development are read',
  },
  {
    name: 'NODE_ENV',
    value: development,
    production: 'production',
    effect: 'frameworks show stack traces and leave caches off',
  },
  {
    name: 'RAILS_ENV',
    value: development,
    production: 'production',
    effect: 'error pages show source code and a console',
  },
  {
    name: 'RACK_ENV',
    value: development,
    production: 'production',
    effect: 'error pages show source code',
  },
  {
    name: 'JAVA_TOOL_OPTIONS',
    value: /-agentlib:jdwp|-Xrunjdwp/,
    production: undefined,
    effect: 'whoever reaches the port of the debugger runs code',
  },
];
