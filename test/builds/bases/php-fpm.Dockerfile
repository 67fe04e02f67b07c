# Stand-in for php:8.5-fpm-trixie: Debian's PHP 8.4. It knows its settings at other paths than the official image, and
# those are written into its programs: what is written is as long as what it stands for.
ARG BASE
FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl gcc make php8.4-cli php8.4-curl php8.4-fpm \
    php8.4-mbstring php8.4-opcache php8.4-readline php8.4-sqlite3 php8.4-xml xz-utils \
 && rm -rf /var/lib/apt/lists/*
RUN extensions=/usr/local/lib/php/extensions/no-debug-non-zts-20240924 \
 && mkdir -p $extensions /usr/local/etc/php /usr/local/etc/php-fpm.d /var/www/html \
 && ln -s php /usr/local/etc/f && ln -s php /usr/local/etc/c \
 && sed 's#/etc/php/8.4/cli#/usr/local/etc/c#g' /usr/bin/php8.4 > /usr/local/bin/php \
 && sed -e 's#/etc/php/8.4/fpm#/usr/local/etc/f#g' -e 's#%s/php/%d\.%d/fpm/php-fpm\.conf#/usr/local////%s/php-fpm.conf#' /usr/sbin/php-fpm8.4 > /usr/local/sbin/php-fpm \
 && chmod 755 /usr/local/bin/php /usr/local/sbin/php-fpm \
 && cp /usr/lib/php/20240924/*.so $extensions/ && cp -rL /etc/php/8.4/fpm/conf.d /usr/local/etc/php/conf.d \
 && echo extension_dir=$extensions > /usr/local/etc/php/conf.d/00-extensions.ini \
 && touch /usr/local/etc/php/php.ini-development /usr/local/etc/php/php.ini-production \
 && printf '%s\n' '[global]' 'include=/usr/local/etc/php-fpm.d/*.conf' > /usr/local/etc/php-fpm.conf \
 && printf '%s\n' '#!/bin/sh' "echo $extensions" > /usr/local/bin/php-config && chmod 755 /usr/local/bin/php-config \
 && rm -r /usr/bin/php* /usr/sbin/php* /etc/php /usr/lib/php
COPY php-fpm.conf /usr/local/etc/php-fpm.d/www.conf
COPY --chmod=755 php-entrypoint.sh /usr/local/bin/docker-php-entrypoint
RUN php -m | grep sqlite3 && php-fpm --test && php-fpm -i | grep 'Scan this dir.*/usr/local/etc/f/conf.d' && php -i | grep 'Scan this dir.*/usr/local/etc/c/conf.d'
ENV PHP_VERSION=8.4.24 PHP_INI_DIR=/usr/local/etc/php
WORKDIR /var/www/html
STOPSIGNAL SIGQUIT
EXPOSE 9000
ENTRYPOINT ["docker-php-entrypoint"]
CMD ["php-fpm"]
