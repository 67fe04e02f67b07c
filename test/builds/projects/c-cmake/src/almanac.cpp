#include "almanac.h"

#include <jansson.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

std::vector<Tide> readTides(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<Tide> tides;
  for (std::string line; std::getline(file, line);) {
    const auto comma = line.find(',');
    if (comma != std::string::npos) tides.push_back({line.substr(0, comma), std::stod(line.substr(comma + 1))});
  }
  return tides;
}

std::string highest(const std::vector<Tide>& tides, const std::string& unit) {
  const auto top = std::max_element(tides.begin(), tides.end(), [](const Tide& a, const Tide& b) { return a.height < b.height; });
  if (top == tides.end()) return "null\n";
  const double height = unit == "ft" ? top->height * 3.28084 : top->height;
  json_t* answer = json_pack("{s:s, s:f, s:s}", "time", top->time.c_str(), "height", height, "unit", unit.c_str());
  char* text = json_dumps(answer, JSON_SORT_KEYS | JSON_REAL_PRECISION(4));
  const std::string line = std::string(text) + "\n";
  free(text);
  json_decref(answer);
  return line;
}
