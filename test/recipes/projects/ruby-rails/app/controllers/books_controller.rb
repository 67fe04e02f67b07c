class BooksController < ApplicationController
  def index
    @books = Book.order(:title)
  end

  def create
    Book.create!(title: params.expect(:title))
    redirect_to root_path
  end
end
