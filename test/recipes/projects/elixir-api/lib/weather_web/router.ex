defmodule WeatherWeb.Router do
  use Phoenix.Router, helpers: false

  get "/", WeatherWeb.ReadingController, :index
  get "/healthz", WeatherWeb.ReadingController, :health
end
