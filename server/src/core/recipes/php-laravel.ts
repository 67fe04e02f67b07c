import { readPhpApplication, type PhpApplication } from '../plan/php-application';
import { planFrankenphp } from '../plan/php-frankenphp';
import { findPhpFramework, readFrameworkPart } from '../plan/php-frameworks';
import { saidIn } from '../plan/evidence';
import { readComposerJson } from '../project/composer-json';
import { defineRecipe, refuse } from './define-recipe';

export default defineRecipe<PhpApplication>({
  id: 'php-laravel',
  title: 'Laravel with FrankenPHP',
  before: ['php-frankenphp', 'node-server', 'node-spa', 'static-site'],
  detect: ({ context, folder }) => {
    const composer = readComposerJson(context, folder);
    if (composer === undefined) return undefined;
    const names = new Set(composer.packages);
    if (findPhpFramework(context, folder, names) !== 'laravel') return undefined;
    const says = 'The project requires Laravel, and artisan is there.';
    return [saidIn(context, composer.path, /"laravel\/framework"/, says)];
  },
  read: ({ context, folder }) => {
    const part = readFrameworkPart(context, folder, 'laravel');
    const application = readPhpApplication(context, folder, 'laravel', part);
    return typeof application === 'string' ? refuse(application) : application;
  },
  bases: () => ['slim'],
  plan: (application, choices) => planFrankenphp('php-laravel', application, choices),
});
