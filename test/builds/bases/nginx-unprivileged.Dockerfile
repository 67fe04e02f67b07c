# Stand-in for nginxinc/nginx-unprivileged: port 8080, everything that is written lies in /tmp, uid 101.
ARG BASE
FROM ${BASE}
RUN sed -i 's/listen  *80;/listen 8080;/' /etc/nginx/conf.d/default.conf \
 && sed -i -e '/^user/d' -e 's#^pid .*#pid /tmp/nginx.pid;#' -e 's#^http {#&\n    client_body_temp_path /tmp/client_temp;\n    proxy_temp_path /tmp/proxy_temp;\n    fastcgi_temp_path /tmp/fastcgi_temp;\n    uwsgi_temp_path /tmp/uwsgi_temp;\n    scgi_temp_path /tmp/scgi_temp;#' /etc/nginx/nginx.conf \
 && chown -R 101:0 /etc/nginx /var/cache/nginx && chmod -R g+w /etc/nginx /var/cache/nginx && nginx -t && rm -rf /tmp/*
EXPOSE 8080
USER 101
