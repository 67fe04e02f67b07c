defmodule ParcelsWeb.Router do
  use Phoenix.Router, helpers: false

  pipeline :api do
    plug :accepts, ["json"]
  end

  scope "/", ParcelsWeb do
    get "/", StatusController, :index
    get "/healthz", StatusController, :health
  end

  scope "/api", ParcelsWeb do
    pipe_through :api

    get "/parcels", ParcelController, :index
  end
end
