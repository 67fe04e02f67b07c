# Stand-in for ruby:3.3: Debian's Ruby 3.3 with bundler, and the folders of the official image. rubygems.org is not
# reachable, so a small gem source with Debian's gems stands in for it.
ARG BASE
FROM debian:13-slim AS shelf
RUN apt-get update && apt-get install -y --no-install-recommends puma ruby ruby-nio4r ruby-rack ruby-rackup ruby-webrick
COPY --from=recipes gem-shelf.rb /
RUN ruby /gem-shelf.rb /shelf rack=3.1.20 rackup=2.1.0 webrick=1.9.1 puma=6.6.0 nio4r=2.7.3

FROM ${BASE}
ENV LANG=C.UTF-8 GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle \
    BUNDLE_MIRROR__ALL=file:///usr/local/share/gem-shelf/ PATH=/usr/local/bundle/bin:$PATH
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates ruby ruby-bundler ruby-dev \
 && rm -rf /var/lib/apt/lists/* /usr/lib/ruby/vendor_ruby/webrick* /usr/share/rubygems-integration/all/specifications/webrick* \
 && mkdir $GEM_HOME && chmod 1777 $GEM_HOME && echo 'gem: --no-document' > /etc/gemrc \
 && ln -s /usr/bin/ruby /usr/bin/bundle /usr/bin/gem /usr/bin/irb /usr/local/bin/ && ruby --version && bundle --version
COPY --from=shelf /shelf /usr/local/share/gem-shelf
CMD ["irb"]
