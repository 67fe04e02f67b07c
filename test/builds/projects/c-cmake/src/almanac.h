#pragma once

#include <string>
#include <vector>

struct Tide {
  std::string time;
  double height;
};

/// The tides of a CSV file (time,height); throws when it cannot be read.
std::vector<Tide> readTides(const std::string& path);

/// The highest tide as JSON, in the unit "m" or "ft".
std::string highest(const std::vector<Tide>& tides, const std::string& unit);
