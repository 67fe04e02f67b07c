# frozen_string_literal: true

require_relative 'lib/crossings'

map('/healthz') { run ->(_environment) { [200, { 'content-type' => 'text/plain' }, ['ok']] } }
run Crossings.new(File.join(__dir__, 'crossings.yml'))
