import { trackedTools } from '../data/image-facts';
import { rules } from '../rules/index';
import type { Rule } from '../rules/define-rule';
import { allCheckIds } from './check-ids';
import { editionYears } from './editions/index';
import { statedShells } from './parse-images';
import { checkSettings, failOnValues, profiles, ruleSettings, settingDescriptions } from './schema';

/** A part of a JSON schema. */
type Schema = Readonly<Record<string, unknown>>;

/** The JSON schema of `.ironhull.json`. */
export function describeConfigSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Ironhull configuration',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...fileProperties(),
      edition: {
        enum: editionYears,
        description:
          'The year whose rules, severities and profiles hold, whatever version is installed.',
      },
      suppressions: {
        type: 'object',
        additionalProperties: false,
        description: 'How comments that silence findings are taken.',
        properties: {
          comments: { type: 'boolean', description: 'False: no comment silences anything.' },
          nosonar: {
            type: 'boolean',
            description: 'Whether # NOSONAR counts for the instruction below it.',
          },
        },
      },
      images: {
        type: 'object',
        description: 'What base images of your own are like, by patterns on their full names.',
        additionalProperties: imageSchema(),
      },
      overrides: {
        type: 'array',
        description: 'Settings for some files; the last that matches wins.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files'],
          properties: {
            files: {
              ...listOf({ type: 'string' }),
              description:
                'Patterns from the folder of this file; without "/", names in any folder.',
            },
            ...fileProperties(),
          },
        },
      },
    },
  };
}

/** The JSON schema that adds the key `ironhull` to `package.json`. */
export function describePackageSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { ironhull: { $ref: './ironhull.schema.json' } },
  };
}

function fileProperties(): Schema {
  return {
    profile: { enum: profiles, description: settingDescriptions[0]?.description },
    rules: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
      patternProperties: { '^[Ii][Hh]\\d{3}$': { enum: ruleSettings } },
    },
    checks: {
      type: 'object',
      description:
        'Checks of other tools by their id: off, or the severity of what we find for them.',
      properties: Object.fromEntries(allCheckIds().map((id) => [id, { enum: checkSettings }])),
      additionalProperties: { enum: checkSettings },
    },
    failOn: {
      enum: failOnValues,
      description: 'The least severity that makes "ironhull check" fail; "warning" when not set.',
    },
  };
}

function ruleSchema({ summary, options = [] }: Rule): Schema {
  const setting = { enum: ruleSettings };
  if (options.length === 0) return { ...setting, description: summary };
  return {
    description: summary,
    anyOf: [
      setting,
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          severity: setting,
          ...Object.fromEntries(
            options.map(({ key, schema, description }) => [key, { ...schema, description }]),
          ),
        },
      },
    ],
  };
}

function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

function imageSchema(): Schema {
  const text = (description: string): Schema => ({ type: 'string', description });
  const texts = (description: string): Schema => ({
    ...listOf({ type: 'string' }),
    description,
  });
  const tools = (description: string): Schema => ({
    ...listOf({ enum: trackedTools }),
    description,
  });
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      like: text('A public image: what is not stated here is as there.'),
      user: text('USER of the image, as in its configuration.'),
      accounts: texts(
        'All accounts an application can run as: "name:uid" or "name:uid:group:gid".',
      ),
      shell: { enum: statedShells, description: 'What stands behind /bin/sh; none: no shell.' },
      workdir: text('WORKDIR of the image.'),
      entrypoint: texts('ENTRYPOINT of the image.'),
      command: texts('CMD of the image.'),
      tools: tools('Programs that it has.'),
      missingTools: tools('Programs that it lacks.'),
    },
  };
}
