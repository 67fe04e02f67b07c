defmodule Parcels.Application do
  @moduledoc false
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      Parcels.Repo,
      {Phoenix.PubSub, name: Parcels.PubSub},
      ParcelsWeb.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: Parcels.Supervisor)
  end
end
