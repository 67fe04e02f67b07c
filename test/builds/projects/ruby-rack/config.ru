# frozen_string_literal: true

require_relative 'lib/ferry'

# stop at once when the container is stopped
trap('TERM') { Process.kill('INT', Process.pid) }

use Rack::Deflater
run Ferry.new(File.join(__dir__, 'timetable.yml'))
