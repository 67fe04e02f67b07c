rootProject.name = "rail"

include("app", "timetable")
