ActiveRecord::Schema[8.1].define(version: 2026_03_01_090000) do
  create_table "books", force: :cascade do |t|
    t.datetime "created_at", null: false
    t.string "title", null: false
    t.datetime "updated_at", null: false
  end
end
