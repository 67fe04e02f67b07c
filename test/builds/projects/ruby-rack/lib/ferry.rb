# frozen_string_literal: true

require 'json'
require 'rack'
require 'tempfile'
require 'yaml'

# Answers when the next boat leaves.
class Ferry
  def initialize(file)
    @timetable = YAML.safe_load_file(file)
  end

  def call(env)
    request = Rack::Request.new(env)
    case request.path_info
    when '/' then answer(200, title: 'Ferry times', mode: ENV.fetch('RACK_ENV', 'development'))
    when '/next' then answer(200, boat: next_boat(request.params))
    when '/ticket' then answer(200, ticket: ticket(request.params.fetch('name', 'nobody')))
    else answer(404, error: 'no such page')
    end
  end

  private

  def next_boat(params)
    times = @timetable.fetch(params.fetch('to', 'island'), [])
    times.find { |time| time >= params.fetch('after', '00:00') } || 'tomorrow'
  end

  def ticket(name)
    Tempfile.create('ticket') do |file|
      file.write("one seat for #{name}")
      file.rewind
      file.read
    end
  end

  def answer(status, body)
    [status, { 'content-type' => 'application/json' }, ["#{JSON.generate(body)}\n"]]
  end
end
