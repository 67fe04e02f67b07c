# frozen_string_literal: true

require "json"
require "redis"
require "sinatra/base"

# Counts how often each page was seen.
class CounterApp < Sinatra::Base
  set :host_authorization, permitted_hosts: []

  helpers do
    def counts
      @counts ||= Redis.new(url: ENV.fetch("REDIS_URL", "redis://127.0.0.1:6379/0"))
    end
  end

  get "/" do
    content_type :json
    { service: "counter" }.to_json
  end

  post "/pages/:name" do
    content_type :json
    { seen: counts.incr("page:#{params[:name]}") }.to_json
  end

  get "/healthz" do
    content_type :text
    "ok"
  end
end
