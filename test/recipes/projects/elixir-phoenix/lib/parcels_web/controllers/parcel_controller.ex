defmodule ParcelsWeb.ParcelController do
  use Phoenix.Controller, formats: [:json]

  import Ecto.Query

  def index(conn, _params) do
    json(conn, Parcels.Repo.all(from(p in "parcels", select: map(p, [:id, :code]))))
  end
end
