defmodule Weather.MixProject do
  use Mix.Project

  def project do
    [
      app: :weather,
      version: "1.2.0",
      elixir: ">= 1.18.0 and < 2.0.0",
      start_permanent: Mix.env() == :prod,
      deps: deps(),
      releases: [
        station: [
          include_executables_for: [:unix],
          applications: [runtime_tools: :permanent]
        ]
      ]
    ]
  end

  def application do
    [mod: {Weather.Application, []}, extra_applications: [:logger]]
  end

  defp deps do
    [
      {:phoenix, "~> 1.8"},
      {:jason, "~> 1.4"},
      {:bandit, "~> 1.8"}
    ]
  end
end
