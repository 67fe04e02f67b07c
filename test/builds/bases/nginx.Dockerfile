# Stand-in for nginx:1.30: Debian's nginx with the configuration, the folders and the account of the official image.
ARG BASE
FROM ${BASE}
RUN groupadd --system --gid 101 nginx \
 && useradd --system --uid 101 --gid nginx --no-create-home --home-dir /nonexistent --shell /bin/false nginx \
 && apt-get update && apt-get install -y --no-install-recommends ca-certificates curl gettext-base nginx-light \
 && rm -rf /var/lib/apt/lists/* /etc/nginx /var/lib/nginx /usr/share/nginx/html /var/www/html \
 && mkdir -p /etc/nginx/conf.d /var/cache/nginx /usr/share/nginx/html /docker-entrypoint.d \
 && ln -sf /var/cache/nginx /var/lib/nginx \
 && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log \
 && echo '<h1>Welcome to nginx!</h1>' > /usr/share/nginx/html/index.html
COPY nginx.conf mime.types /etc/nginx/
COPY nginx-default.conf /etc/nginx/conf.d/default.conf
COPY --chmod=755 nginx-entrypoint.sh /docker-entrypoint.sh
RUN nginx -t
ENV NGINX_VERSION=1.30.0
EXPOSE 80
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
