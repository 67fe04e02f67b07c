# docker buildx bake                        builds both images for this machine
# docker buildx bake check                  checks the Dockerfile
# IMAGE=ghcr.io/OWNER/app VERSION=1.2.3 REVISION="$(git rev-parse HEAD)" docker buildx bake release release-web --push

variable "IMAGE" {
  description = "Name of the image, with its registry for a release"
  default     = "app"
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

# 1.2.3, 1.2 and 1. A version to try out (1.3.0-rc.1) moves no shorter tag, and 0 promises nothing.
function "tags" {
  params = [name, version]
  result = compact([
    "${name}:${version}",
    length(regexall("-", version)) == 0 ? "${name}:${join(".", slice(split(".", version), 0, 2))}" : "",
    length(regexall("^0[.]|-", version)) == 0 ? "${name}:${element(split(".", version), 0)}" : "",
  ])
}

group "default" {
  targets = ["image", "web"]
}

# docker/metadata-action puts its tags and labels here.
target "docker-metadata-action" {
  tags = tags(IMAGE, VERSION)
}

target "image" {
  inherits   = ["docker-metadata-action"]
  context    = "."
  dockerfile = "Dockerfile"
  args = {
    VERSION  = VERSION
    REVISION = REVISION
  }
}

target "check" {
  inherits = ["image"]
  call     = "check"
}

target "release" {
  inherits  = ["image"]
  platforms = ["linux/amd64", "linux/arm64"]
  pull      = true
  # What is in the image, and how it was built.
  attest = ["type=sbom", "type=provenance,mode=max"]
}

target "web" {
  inherits = ["image"]
  target   = "web"
  tags     = tags("${IMAGE}-web", VERSION)
}

target "release-web" {
  inherits = ["release"]
  target   = "web"
  tags     = tags("${IMAGE}-web", VERSION)
}
