import { atContextRoot } from '../plan/context-root';
import type { ImagePlan, PlannedSecret } from '../plan/image-plan';
import { defineEmitter, type EmitSettings } from './define-emitter';

export default defineEmitter({
  id: 'bake',
  title: 'Bake file',
  always: false,
  emit: (plan, settings) => [
    {
      path: atContextRoot(settings.contextFolder, 'docker-bake.hcl'),
      text: writeBakeFile(plan, settings),
      purpose: 'Builds the image with its tags, for this machine or for a release.',
    },
  ],
});

function writeBakeFile(plan: ImagePlan, { dockerfile }: EmitSettings): string {
  const { name, platform, front, buildSecrets } = plan;
  // For a module of WebAssembly, whose hosts look for the platform, which attestations beside the image hide.
  const own =
    platform === undefined
      ? ''
      : `  platforms = [${quote(platform)}]\n  # Hosts do not find the image among attestations.\n  attest = ["type=provenance,disabled=true"]\n`;
  const release =
    platform === undefined
      ? `  inherits  = ["image"]
  platforms = ["linux/amd64", "linux/arm64"]
  pull      = true
  # What is in the image, and how it was built.
  attest = ["type=sbom", "type=provenance,mode=max"]`
      : '  inherits = ["image"]\n  pull     = true';
  // Two images differ by what stands behind the name.
  const [params, image] =
    front === undefined ? ['version', '${IMAGE}'] : ['name, version', '${name}'];
  const home = buildSecrets.some(({ source }) => source.startsWith('~/'))
    ? 'variable "HOME" {\n  description = "Your own folder"\n  default     = ""\n}\n\n'
    : '';
  return `# docker buildx bake                        builds ${front === undefined ? 'the image' : 'both images'} for this machine
# docker buildx bake check                  checks the Dockerfile
# IMAGE=ghcr.io/OWNER/${name} VERSION=1.2.3 REVISION="$(git rev-parse HEAD)" docker buildx bake release${front === undefined ? '' : ` release-${front.name}`} --push

variable "IMAGE" {
  description = "Name of the image, with its registry for a release"
  default     = ${quote(name)}
}

variable "VERSION" {
  description = "Semantic version of the image"
  default     = "0.0.0"
  validation {
    condition     = length(regexall("^[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?$", VERSION)) == 1
    error_message = "VERSION is MAJOR.MINOR.PATCH, such as 1.2.3 or 1.3.0-rc.1."
  }
}

variable "REVISION" {
  description = "Commit that is built"
  default     = "unknown"
}

${home}# 1.2.3, 1.2 and 1. A version to try out (1.3.0-rc.1) moves no shorter tag, and 0 promises nothing.
function "tags" {
  params = [${params}]
  result = compact([
    "${image}:\${version}",
    length(regexall("-", version)) == 0 ? "${image}:\${join(".", slice(split(".", version), 0, 2))}" : "",
    length(regexall("^0[.]|-", version)) == 0 ? "${image}:\${element(split(".", version), 0)}" : "",
  ])
}

group "default" {
  targets = ["image"${front === undefined ? '' : `, ${quote(front.name)}`}]
}

# docker/metadata-action puts its tags and labels here.
target "docker-metadata-action" {
  tags = tags(${front === undefined ? '' : 'IMAGE, '}VERSION)
}

target "image" {
  inherits   = ["docker-metadata-action"]
  context    = "."
  dockerfile = ${quote(dockerfile)}
  args = {
    VERSION  = VERSION
    REVISION = REVISION
  }
${writeSecrets(buildSecrets)}${own}}

target "check" {
  inherits = ["image"]
  call     = "check"
}

target "release" {
${release}
}
${front === undefined ? '' : writeFront(front.name)}`;
}

/** The image of the server in front, which differs by its stage and its name. */
function writeFront(name: string): string {
  return `
target "${name}" {
  inherits = ["image"]
  target   = ${quote(name)}
  tags     = tags("\${IMAGE}-${name}", VERSION)
}

target "release-${name}" {
  inherits = ["release"]
  target   = ${quote(name)}
  tags     = tags("\${IMAGE}-${name}", VERSION)
}
`;
}

function writeSecrets(secrets: readonly PlannedSecret[]): string {
  if (secrets.length === 0) return '';
  const lines = secrets.map(({ id, from, source }) => {
    const place = from === 'file' ? 'src' : 'env';
    // Nobody else replaces the tilde.
    return quote(`type=${from},id=${id},${place}=${source}`).replace('=~/', '=${HOME}/');
  });
  return `  secret = [${lines.join(', ')}]\n`;
}

/** A string of HCL, in which `${` and `%{` would begin a template. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{');
}
