import { findImageFamily } from '../../data/base-images';
import {
  alsoRuns,
  platformImages,
  processorNames,
  type ImagePlatform,
} from '../../data/image-platforms';
import type { BaseImage, Stage } from '../../model/stage-graph';
import { findFlag } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'mismatched-platform',
  code: 'IH163',
  category: 'base-image',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'FROM asks for a platform for which the image does not exist.',
  why: 'Images of `arm64v8/…`, `amd64/…` and the like, tags of distroless that end with a processor, and images of Windows exist for one platform. With another one in `--platform` the builder stops with "no match for platform in manifest", or takes the image that there is with a warning, and the programs in it do not start. Leave out the flag, or take the image without the processor in its name, which has all platforms. Which platforms other images have is known to their registry only, and a check asks no registry.',
  equivalents: { buildkit: 'InvalidBaseImagePlatform' },
  messages: { found: '"{{image}}" exists for {{own}} only, not for {{asked}}.' },
  examples: [
    {
      bad: dockerfile`
        FROM --platform=linux/amd64 arm64v8/debian:13-slim
        #    ^^^^^^^^^^^^^^^^^^^^^^ mismatched-platform
        USER 10001
      `,
      good: dockerfile`
        FROM --platform=linux/amd64 debian:13-slim
        USER 10001
      `,
      fixed: dockerfile`
        FROM --platform=linux/amd64 arm64v8/debian:13-slim
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const flag = findFlag(stage.from, 'platform');
      const asked = readPlatform(flag?.value?.text);
      if (flag === undefined || asked === undefined || stage.base.kind !== 'image') continue;
      const own = platformOf(stage.base);
      if (own === undefined || fits(asked, own)) continue;
      yield {
        message: 'found',
        data: {
          image: imageOf(stage),
          own: textOf(own),
          asked: textOf(asked),
        },
        span: flag.span,
      };
    }
  },
});

/** The processor is undefined where any will do. */
type KnownPlatform = Pick<ImagePlatform, 'system'> & Partial<ImagePlatform>;

/** Undefined for a variable, and for a processor without a system: then the system is that of the builder. */
function readPlatform(text = ''): KnownPlatform | undefined {
  const [, , written = ''] = /^(["']?)([\w./-]+)\1$/.exec(text) ?? [];
  const [system, processor] = written.toLowerCase().split('/');
  if (system !== 'linux' && system !== 'windows') return undefined;
  return processor === undefined
    ? { system }
    : { system, processor: processorNames[processor] ?? processor };
}

/** Images of whole systems have no other system; those of a language may be published for Windows as well. */
function platformOf({ reference, tag = '' }: BaseImage): KnownPlatform | undefined {
  const { repository } = reference;
  const images = platformImages.find(
    (each) => each.repository.test(repository) && (each.tag?.test(tag) ?? true),
  );
  if (images !== undefined) return images.platform;
  return findImageFamily(repository)?.kind === 'os' ? { system: 'linux' } : undefined;
}

function fits(asked: KnownPlatform, own: KnownPlatform): boolean {
  if (asked.system !== own.system) return false;
  if (asked.processor === undefined || own.processor === undefined) return true;
  return (
    asked.processor === own.processor || alsoRuns[asked.processor]?.includes(own.processor) === true
  );
}

function textOf({ system, processor }: KnownPlatform): string {
  return processor === undefined ? system : `${system}/${processor}`;
}

function imageOf({ imageWord }: Stage): string {
  return imageWord?.text ?? '';
}
