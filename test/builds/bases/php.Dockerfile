# Stand-ins for php:8.4-cli, php:8.4-apache and composer:2, from Debian's PHP 8.4.
ARG BASE
FROM ${BASE} AS cli
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl gcc make php8.4-cli php8.4-curl php8.4-mbstring \
    php8.4-opcache php8.4-readline php8.4-sqlite3 php8.4-xml xz-utils \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir -p /var/www/html /usr/local/etc/php/conf.d && chown www-data:www-data /var/www/html && chmod 1777 /var/www/html \
 && rm /etc/php/8.4/cli/php.ini \
 && ln -s /usr/bin/php /usr/local/bin/php
ENV PHP_VERSION=8.4.24 PHP_INI_DIR=/usr/local/etc/php PHP_INI_SCAN_DIR=/etc/php/8.4/cli/conf.d:/usr/local/etc/php/conf.d
COPY --chmod=755 php-entrypoint.sh /usr/local/bin/docker-php-entrypoint
RUN php --version && touch /usr/local/etc/php/php.ini-development /usr/local/etc/php/php.ini-production
ENTRYPOINT ["docker-php-entrypoint"]
CMD ["php", "-a"]

FROM cli AS apache
RUN apt-get update && apt-get install -y --no-install-recommends apache2 libapache2-mod-php8.4 \
 && rm -rf /var/lib/apt/lists/* /var/www/html/* /var/log/apache2 /var/run/apache2 /var/lock/apache2 \
 && for folder in log run lock; do \
      mkdir -p /var/$folder/apache2 && chown www-data:www-data /var/$folder/apache2 && chmod 1777 /var/$folder/apache2; \
    done \
 && ln -s /dev/stderr /var/log/apache2/error.log && ln -s /dev/stdout /var/log/apache2/access.log \
 && ln -s /dev/stdout /var/log/apache2/other_vhosts_access.log && chown -h www-data:www-data /var/log/apache2/*
COPY docker-php.conf /etc/apache2/conf-available/
RUN a2enconf docker-php
ENV APACHE_CONFDIR=/etc/apache2 APACHE_ENVVARS=/etc/apache2/envvars
COPY --chmod=755 apache2-foreground /usr/local/bin/
STOPSIGNAL SIGWINCH
WORKDIR /var/www/html
EXPOSE 80
CMD ["apache2-foreground"]

FROM cli AS phar
RUN apt-get update && apt-get install -y --no-install-recommends composer
COPY composer-phar.php /
RUN php -d phar.readonly=0 /composer-phar.php /tmp/composer.phar && chmod 755 /tmp/composer.phar

FROM cli AS composer
RUN apt-get update && apt-get install -y --no-install-recommends git unzip && rm -rf /var/lib/apt/lists/*
COPY --from=phar /tmp/composer.phar /usr/bin/composer
RUN composer --version
ENV COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME=/tmp
WORKDIR /app
COPY --chmod=755 plain-entrypoint.sh /docker-entrypoint.sh
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["composer"]
