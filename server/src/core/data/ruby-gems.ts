/**
 * Gems that need no library of the system beyond those of Ruby itself (OpenSSL, zlib, libyaml, libffi, GMP) when
 * they run, and whose dependencies need none.
 * Source: the extensions and dependencies that https://rubygems.org lists for them, checked 2026-11-21.
 */
const selfContained: ReadonlySet<string> = new Set(
  (
    'actioncable actionmailer actionpack activejob activemodel activerecord activesupport addressable agoo ams ast aws-sdk-s3 ' +
    'falcon iodine pitchfork rack-unreloader rage-iodine rage-rb roda trilogy ' +
    'bcrypt bigdecimal bindex bootsnap brakeman builder bundler byebug cancancan capybara coffee-rails concurrent-ruby ' +
    'connection_pool cssbundling-rails dalli database_cleaner debug devise dotenv dotenv-rails dry-validation erubi ' +
    'factory_bot factory_bot_rails faker faraday ffi foreman grape hamlit haml hiredis httparty i18n importmap-rails jbuilder ' +
    'jquery-rails json jsbundling-rails jwt kaminari kamal listen logger lograge mail mime-types minitest money msgpack ' +
    'net-imap net-pop net-smtp nio4r nokogiri oj omniauth pagy propshaft pry pry-rails puma puma_worker_killer pundit ' +
    'rack rack-attack rack-cors rack-protection rack-test rackup rails railties rainbow rake rdoc redis redis-client ' +
    'redcarpet resque responders rest-client rouge rspec rspec-rails rubocop rubocop-rails ruby-openai rubyzip sass-rails ' +
    'sassc sassc-rails selenium-webdriver sentry-rails sentry-ruby sequel shoulda-matchers sidekiq sidekiq-cron simplecov ' +
    'sinatra sinatra-contrib slim solid_cable solid_cache solid_queue spring sprockets sprockets-rails sqlite3 stimulus-rails ' +
    'stringio stripe tailwindcss-rails thor thruster tilt turbo-rails turbolinks tzinfo tzinfo-data uglifier unicorn ' +
    'vcr web-console webdrivers webmock webpacker webrick yard zeitwerk'
  ).split(' '),
);

/** Gems that are compiled against one library, by its package in Debian 12 and 13. */
const libraries: ReadonlyMap<string, string> = new Map([
  ['pg', 'libpq5'],
  ['mysql2', 'libmariadb3'],
  ['sequel_pg', 'libpq5'],
]);

/** What a gem needs of the system: names of packages, none, or undefined when that is not known. */
export function findGemLibraries(name: string): readonly string[] | undefined {
  const library = libraries.get(name);
  if (library !== undefined) return [library];
  return selfContained.has(name) ? [] : undefined;
}
