defmodule Parcels.Repo.Migrations.CreateParcels do
  use Ecto.Migration

  def change do
    create table(:parcels) do
      add :code, :string, null: false
    end
  end
end
