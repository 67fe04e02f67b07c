import { readPhpApplication, type PhpApplication } from '../plan/php-application';
import { planFrankenphp } from '../plan/php-frankenphp';
import { findPhpFramework, readFrameworkPart } from '../plan/php-frameworks';
import { saidIn } from '../plan/evidence';
import { readComposerJson } from '../project/composer-json';
import { defineRecipe, refuse } from './define-recipe';

export default defineRecipe<PhpApplication>({
  id: 'php-symfony',
  title: 'Symfony with FrankenPHP',
  before: ['php-frankenphp', 'node-server', 'node-spa', 'static-site'],
  detect: ({ context, folder }) => {
    const composer = readComposerJson(context, folder);
    if (composer === undefined) return undefined;
    const names = new Set(composer.packages);
    if (findPhpFramework(context, folder, names) !== 'symfony') return undefined;
    const says = 'The project requires Symfony, and bin/console is there.';
    return [saidIn(context, composer.path, /"symfony\/framework-bundle"/, says)];
  },
  read: ({ context, folder }) => {
    const part = readFrameworkPart(context, folder, 'symfony');
    const application = readPhpApplication(context, folder, 'symfony', part);
    return typeof application === 'string' ? refuse(application) : application;
  },
  bases: () => ['slim'],
  plan: (application, choices) => planFrankenphp('php-symfony', application, choices),
});
