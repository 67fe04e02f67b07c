import { findDocumentRoot, readPhpApplication, type PhpApplication } from '../plan/php-application';
import { planFrankenphp } from '../plan/php-frankenphp';
import { readFrameworkPart } from '../plan/php-frameworks';
import { presence } from '../plan/evidence';
import type { BuildContext } from '../project/build-context';
import { foldersAbove } from '../project/install-inputs';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse } from './define-recipe';

/** Programs that bring their own image, and that write into their own code. */
const ownImages: readonly (readonly [file: string, name: string])[] = [
  ['wp-config-sample.php', 'WordPress'],
  ['wp-config.php', 'WordPress'],
  ['core/lib/Drupal.php', 'Drupal'],
];

/** True for the folder that the web server of the project around it serves. */
function isPartOfAnother(context: BuildContext, folder: string): boolean {
  const isProject = (name: string): boolean =>
    context.has(below(name, 'composer.json')) === 'yes' ||
    findDocumentRoot(context, name) !== undefined;
  if (context.has(below(folder, 'composer.json')) === 'yes') return false;
  return foldersAbove(folder).some(isProject);
}

export default defineRecipe<PhpApplication>({
  id: 'php-frankenphp',
  title: 'PHP with FrankenPHP',
  before: ['node-spa', 'static-site'],
  detect: ({ context, folder }) => {
    const root = findDocumentRoot(context, folder);
    if (root === undefined || isPartOfAnother(context, folder)) return undefined;
    const index = below(below(folder, root), 'index.php');
    const composer = below(folder, 'composer.json');
    return context.has(composer) === 'yes'
      ? [presence(composer), presence(index)]
      : [presence(index)];
  },
  read: ({ context, folder }) => {
    const own = ownImages.find(([file]) => context.has(below(folder, file)) === 'yes');
    if (own !== undefined) {
      return refuse(`${own[1]} has an image of its own, which its files have to be added to.`);
    }
    const part = readFrameworkPart(context, folder, 'plain');
    const application = readPhpApplication(context, folder, 'plain', part);
    return typeof application === 'string' ? refuse(application) : application;
  },
  bases: () => ['slim'],
  plan: (application, choices) => planFrankenphp('php-frankenphp', application, choices),
});
