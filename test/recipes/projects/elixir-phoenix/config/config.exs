import Config

config :parcels,
  ecto_repos: [Parcels.Repo]

config :parcels, ParcelsWeb.Endpoint,
  url: [host: "localhost"],
  adapter: Bandit.PhoenixAdapter,
  render_errors: [formats: [json: ParcelsWeb.ErrorJSON], layout: false],
  pubsub_server: Parcels.PubSub

config :esbuild,
  version: "0.25.4",
  parcels: [
    args: ~w(js/app.js --bundle --target=es2022 --outdir=../priv/static/assets/js),
    cd: Path.expand("../assets", __DIR__),
    env: %{"NODE_PATH" => [Path.expand("../deps", __DIR__), Mix.Project.build_path()]}
  ]

config :phoenix, :json_library, Jason

import_config "#{config_env()}.exs"
