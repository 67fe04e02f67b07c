# frozen_string_literal: true

require 'json'
require 'rack'
require 'yaml'

# Tells when ferries cross.
class Crossings
  def initialize(file)
    @times = YAML.safe_load_file(file)
  end

  def call(environment)
    request = Rack::Request.new(environment)
    times = request.path == '/' ? @times : @times[request.path.delete_prefix('/')]
    return [404, { 'content-type' => 'text/plain' }, ['No such ferry']] if times.nil?

    [200, { 'content-type' => 'application/json' }, [JSON.generate(times)]]
  end
end
