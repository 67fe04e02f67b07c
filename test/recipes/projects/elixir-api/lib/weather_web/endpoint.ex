defmodule WeatherWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :weather

  plug WeatherWeb.Router
end
