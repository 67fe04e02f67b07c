rootProject.name = "ferry-board"
