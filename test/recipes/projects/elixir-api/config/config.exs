import Config

config :weather, WeatherWeb.Endpoint,
  adapter: Bandit.PhoenixAdapter,
  url: [host: "localhost"]

config :phoenix, :json_library, Jason
