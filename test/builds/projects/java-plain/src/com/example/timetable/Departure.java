package com.example.timetable;

/** One line of the timetable: time, destination, platform. */
record Departure(String time, String destination, String platform) {
  static Departure parse(String line) {
    String[] columns = line.split(";");
    return new Departure(columns[0], columns[1], columns[2]);
  }

  String row() {
    return "<tr><td>" + time + "</td><td>" + destination + "</td><td>" + platform + "</td></tr>";
  }
}
