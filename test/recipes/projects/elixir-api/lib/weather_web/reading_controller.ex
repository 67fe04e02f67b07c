defmodule WeatherWeb.ReadingController do
  use Phoenix.Controller, formats: [:json]

  def index(conn, _params), do: json(conn, %{celsius: 21.5})

  def health(conn, _params), do: text(conn, "ok")
end
