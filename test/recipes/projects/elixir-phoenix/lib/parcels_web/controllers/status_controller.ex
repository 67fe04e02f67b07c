defmodule ParcelsWeb.StatusController do
  use Phoenix.Controller, formats: [:json]

  def index(conn, _params), do: json(conn, %{service: "parcels"})

  def health(conn, _params), do: text(conn, "ok")
end
