// Calls that are told by the object: bases with functions of their own, pure ones, calls of a base's version, of several levels.
#include <memory>
#include <string>
#include <vector>

#include "../fixture.h"

class Check {
 public:
  explicit Check(std::string name) : name_(std::move(name)) {}
  virtual ~Check() = default;
  virtual bool accepts(const json &value) const = 0;
  virtual std::string why() const { return "not " + name_; }
  bool run(const json &value) {
    runs_++;
    return before(value) && accepts(value);
  }
  int runs() const { return runs_; }

 protected:
  virtual bool before(const json &value) { return !value.is_null(); }
  const std::string name_;

 private:
  int runs_ = 0;
};

class TextCheck : public Check {
 public:
  TextCheck() : Check("a text") {}
  bool accepts(const json &value) const override { return value.is_string(); }
};

class ShortText final : public TextCheck {
 public:
  explicit ShortText(size_t most) : most_(most) {}
  bool accepts(const json &value) const override { return TextCheck::accepts(value) && value.get<std::string>().size() <= most_; }
  std::string why() const override { return TextCheck::why() + " of " + std::to_string(most_); }

 private:
  size_t most_;
};

class AnyNumber : public Check {
 public:
  AnyNumber() : Check("a number") {}
  bool accepts(const json &value) const override { return value.is_number() || value.is_null(); }

 protected:
  bool before(const json &) override { return true; }
};

class Virtuals : public Fixture {
 public:
  explicit Virtuals(uint32_t id, std::string_view root_id) : Fixture(id, root_id) {}

  bool parse(const json &config) override {
    std::vector<std::unique_ptr<Check>> checks;
    checks.push_back(std::make_unique<TextCheck>());
    checks.emplace_back(new AnyNumber());
    checks.push_back(std::make_unique<ShortText>(3));
    static const char *const keys[] = {"text", "number", "short"};
    int total = 0;
    for (size_t i = 0; i < checks.size(); i++) {
      auto it = config.find(keys[i]);
      if (it == config.end()) continue;
      if (!checks[i]->run(*it)) {
        LOG_WARN(std::string(keys[i]) + ": " + checks[i]->why());
        return false;
      }
      total += checks[i]->runs();
    }
    return shown(config, std::to_string(total) + describe());
  }

 protected:
  virtual std::string describe() { return "virtuals"; }
};
static RegisterContextFactory register_Virtuals(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Virtuals));
