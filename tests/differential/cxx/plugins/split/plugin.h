#pragma once
#include <string>

#include "../fixture.h"

class SplitRoot : public Fixture {
 public:
  explicit SplitRoot(uint32_t id, std::string_view root_id) : Fixture(id, root_id) {}
  bool parse(const json &config) override;

 private:
  static constexpr int kDefaultSize = 5;
  bool take(const std::string &key, const json &value);
  bool takeName(const json &value);
  std::string text() const;
  std::string name_;
  int size_ = kDefaultSize;
};
