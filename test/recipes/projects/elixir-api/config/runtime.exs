import Config

config :weather, WeatherWeb.Endpoint,
  server: System.get_env("PHX_SERVER") != nil,
  http: [ip: {0, 0, 0, 0}, port: String.to_integer(System.get_env("PORT") || "4010")],
  secret_key_base: System.get_env("SECRET_KEY_BASE")
