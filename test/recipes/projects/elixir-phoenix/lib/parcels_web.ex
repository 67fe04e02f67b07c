defmodule ParcelsWeb do
  @moduledoc false

  def static_paths, do: ~w(assets robots.txt)
end
