// What an intruder would find in an image.
import { tryDocker } from './engine.mjs';

/** Compilers and build tools: nothing that runs an application. @type {Readonly<Record<string, readonly string[]>>} */
const toolchains = {
  cargo: ['/usr/bin/cargo', '/usr/local/cargo/bin/cargo'],
  gcc: ['/usr/bin/gcc', '/usr/local/bin/gcc'],
  go: ['/usr/local/go/bin/go', '/usr/bin/go'],
  gradle: ['/usr/bin/gradle', '/opt/gradle/bin/gradle'],
  javac: ['/opt/java/openjdk/bin/javac', '/usr/bin/javac'],
  maven: ['/usr/bin/mvn', '/usr/share/maven/bin/mvn'],
};

/** @type {Readonly<Record<string, readonly string[]>>} */
const others = {
  apt: ['/usr/bin/apt-get'],
  curl: ['/usr/bin/curl'],
  git: ['/usr/bin/git'],
  npm: ['/usr/local/bin/npm'],
  pip: ['/usr/local/bin/pip'],
  shell: ['/bin/sh', '/usr/bin/sh'],
};

/** @typedef {{ toolchain: readonly string[], tools: readonly string[] }} Contents */

/** @param {string} image @returns {Promise<Contents>} */
export async function contentsOf(image) {
  // The command is never run; without one, an image that names none cannot be created.
  const created = await tryDocker('create', image, 'nothing');
  const container = created.stdout.toString().trim();
  try {
    return {
      toolchain: await namesIn(container, toolchains),
      tools: await namesIn(container, others),
    };
  } finally {
    await tryDocker('rm', '-v', container);
  }
}

/** @param {string} container @param {Readonly<Record<string, readonly string[]>>} programs */
async function namesIn(container, programs) {
  const names = [];
  for (const [name, paths] of Object.entries(programs)) {
    for (const path of paths) {
      if ((await tryDocker('cp', `${container}:${path}`, '-')).code !== 0) continue;
      names.push(name);
      break;
    }
  }
  return names;
}
