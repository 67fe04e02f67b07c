defmodule Parcels.Repo do
  use Ecto.Repo,
    otp_app: :parcels,
    adapter: Ecto.Adapters.Postgres
end
