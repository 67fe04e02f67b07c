defmodule Weather.Application do
  @moduledoc false
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([WeatherWeb.Endpoint], strategy: :one_for_one)
  end
end
