import useUnprivilegedApache from '../../server/src/core/assists/use-unprivileged-apache';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(useUnprivilegedApache, [
  {
    title: 'steps below the settings of the image, and no EXPOSE',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      RUN a2enmod rewrite
      COPY . /var/www/html
    `,
    after: dockerfile`
      FROM php:8.4-apache
      EXPOSE 8080
      RUN a2enmod rewrite
      COPY . /var/www/html
      RUN sed -ri 's/^Listen 80$/Listen 8080/' /etc/apache2/ports.conf \
          && sed -ri 's/:80>/:8080>/' /etc/apache2/sites-available/*.conf
      USER www-data
    `,
  },
  {
    title: 'settings of its own',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      COPY vhost.conf /etc/apache2/sites-available/000-default.conf
    `,
    reason: /brings settings of Apache/,
  },
  {
    title: 'the ports are changed already',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      RUN sed -i 's/80/8081/' /etc/apache2/ports.conf
    `,
    reason: /changes the ports/,
  },
  {
    title: 'another port',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      EXPOSE 80 443
    `,
    reason: /other ports than 80/,
  },
  {
    title: 'a RUN that is not understood',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      RUN a2enmod rewrite && (
    `,
    reason: /could not be read/,
  },
  {
    title: 'a volume in a variable',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      ARG DATA
      VOLUME $DATA
    `,
    reason: /path of a volume/,
  },
  {
    title: 'another start command',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      CMD ["php", "worker.php"]
    `,
  },
  {
    title: 'a user is set',
    before: dockerfile`
      FROM php:8.4-apache<CURSOR>
      USER www-data
    `,
  },
  {
    title: 'another image',
    before: dockerfile`
      FROM httpd:2.4<CURSOR>
      COPY . /usr/local/apache2/htdocs
    `,
  },
]);
