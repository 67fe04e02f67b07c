Rails.application.routes.draw do
  resources :books, only: %i[ index create ]

  get "up" => "rails/health#show", as: :rails_health_check
  get "healthz" => "rails/health#show"

  root "books#index"
end
