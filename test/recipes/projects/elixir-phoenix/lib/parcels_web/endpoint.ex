defmodule ParcelsWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :parcels

  plug Plug.Static,
    at: "/",
    from: :parcels,
    gzip: true,
    only: ParcelsWeb.static_paths()

  plug Plug.RequestId
  plug Plug.Parsers, parsers: [:urlencoded, :json], json_decoder: Jason
  plug ParcelsWeb.Router
end
